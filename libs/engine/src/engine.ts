import { LeaseLostError, ExecutionStoppedError } from './errors.js';
import { ExecutionDriver, type DriverParts, type DriveResult } from './execution-driver.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { ActionCatalog, HeldLease, Leases } from './ports.js';

export interface EngineParts extends Omit<DriverParts, 'actions'> {
  readonly leases: Leases;
  /** Does things. */
  readonly liveActions: ActionCatalog;
  /** Does nothing and says so. A runbook in simulation never sees any other catalogue. */
  readonly tabletopActions: ActionCatalog;
}

export interface EngineOptions {
  /** Name of this worker in leases and journals. */
  readonly owner: string;
  /** Milliseconds for which a lease holds without renewal; a dead worker's execution is free after that. */
  readonly leaseTtlMs: number;
  /** Milliseconds that running steps get to finish when the worker shuts down. */
  readonly graceMs: number;
}

/** `not_acquired`: another worker has it, it is over, or it waits for a person. `lost`: another worker took over. */
export type RunResult = DriveResult | 'not_acquired' | 'lost';

/** Runs executions of every kind: takes the lease, drives, lets go. */
export class Engine {
  private readonly running = new Map<ExecutionDriver, Promise<unknown>>();
  private stopping = false;

  constructor(
    private readonly parts: EngineParts,
    private readonly options: EngineOptions,
  ) {}

  /** Drives an execution as far as it goes now. Harmless to call twice, anywhere, at any time. */
  async run(executionId: string): Promise<RunResult> {
    if (this.stopping) return 'not_acquired';
    const lease = await this.parts.leases.acquire(executionId, this.options.owner, this.options.leaseTtlMs);
    if (lease === null) return 'not_acquired';
    return this.drive(lease);
  }

  /** Hands every execution over: running steps get the grace time, then the leases are free. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const driver of this.running.keys()) driver.handOver(this.options.graceMs);
    await Promise.allSettled(this.running.values());
  }

  private async drive(lease: HeldLease): Promise<RunResult> {
    const { leases, clock, liveActions, tabletopActions } = this.parts;
    const actions = lease.runbook.mode === 'simulation' ? tabletopActions : liveActions;
    const keeper: LeaseKeeper = new LeaseKeeper(leases, clock, lease, this.options.leaseTtlMs, (seq) => driver.news(seq));
    const driver = new ExecutionDriver({ ...this.parts, actions }, lease, keeper.signal);
    keeper.start();
    const driving = driver.drive([{ type: 'lease_acquired', owner: this.options.owner }]);
    this.running.set(driver, driving);
    if (this.stopping) driver.handOver(this.options.graceMs);
    try {
      return await driving;
    } catch (error) {
      if (error instanceof LeaseLostError || (error instanceof ExecutionStoppedError && keeper.signal.aborted)) {
        return 'lost';
      }
      this.parts.observer.fault(lease.executionId, error);
      throw error;
    } finally {
      this.running.delete(driver);
      await keeper.stop();
      // A lease that is lost already is not released: it is another's by now.
      if (!keeper.signal.aborted) await leases.release(lease.executionId, lease.epoch, driver.seenSeq);
    }
  }
}
