import type { FailureReport } from '#domain/execution/failure-report.js';
import { LeaseLostError, ExecutionStoppedError } from './errors.js';
import { ExecutionDriver, type DriverParts, type DriveResult } from './execution-driver.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { ActionCatalog, HeldLease, Leases } from './ports.js';
import { report } from './step-runner.js';

export interface EngineParts extends Omit<DriverParts, 'actions'> {
  readonly leases: Leases;
  /** Does things. */
  readonly liveActions: ActionCatalog;
  /** Does nothing and says so. A runbook in simulation never sees any other catalogue. */
  readonly tabletopActions: ActionCatalog;
  /** Does things, but none that moves traffic or takes production's writes away. A live test never sees any other. */
  readonly drillActions: ActionCatalog;
  /** Starts other executions and waits for them. A live switchover test never sees any other. */
  readonly switchoverActions: ActionCatalog;
}

export interface EngineOptions {
  /** Name of this worker in leases and journals. */
  readonly owner: string;
  /** Milliseconds for which a lease holds without renewal; a dead worker's execution is free after that. */
  readonly leaseTtlMs: number;
  /** Milliseconds that running steps get to finish when the worker shuts down. */
  readonly graceMs: number;
}

export interface RunResult {
  /**
   * `not_acquired`: another worker has it, it is over, or it waits for a person. `lost`: another worker took over.
   * `stopping`: this worker leaves and has not looked at it; another should.
   */
  readonly how: DriveResult | 'not_acquired' | 'lost' | 'stopping';
  /** Epoch of the lease that was held; null when none was. */
  readonly epoch: number | null;
}

const NOT_ACQUIRED: RunResult = { how: 'not_acquired', epoch: null };
const STOPPING: RunResult = { how: 'stopping', epoch: null };

/** Runs executions of every kind: takes the lease, drives, lets go. */
export class Engine {
  private readonly drivers = new Set<ExecutionDriver>();
  private readonly runs = new Set<Promise<RunResult>>();
  private stopping = false;

  constructor(
    private readonly parts: EngineParts,
    private readonly options: EngineOptions,
  ) {}

  /** Drives an execution as far as it goes now. Harmless to call twice, anywhere, at any time. */
  async run(executionId: string): Promise<RunResult> {
    if (this.stopping) return STOPPING;
    const run = this.acquireAndDrive(executionId);
    this.runs.add(run);
    try {
      return await run;
    } finally {
      this.runs.delete(run);
    }
  }

  /** Hands every execution over: running steps get the grace time, then the leases are free. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const driver of this.drivers) driver.handOver(this.options.graceMs);
    await Promise.allSettled(this.runs);
  }

  private async acquireAndDrive(executionId: string): Promise<RunResult> {
    const { leases, clock } = this.parts;
    const { owner, leaseTtlMs } = this.options;
    const askedAt = clock.monotonic();
    const lease = await leases.acquire(executionId, owner, leaseTtlMs);
    if (lease === null) return NOT_ACQUIRED;
    let driver: ExecutionDriver | null = null;
    let fault: FailureReport | undefined;
    let ended = false;
    const keeper = new LeaseKeeper(leases, clock, lease, leaseTtlMs, (seq) => driver?.news(seq));
    keeper.start(askedAt);
    try {
      // Even this fails for a runbook that this worker does not understand, and must not leave the lease behind.
      driver = new ExecutionDriver({ ...this.parts, actions: this.actionsFor(lease) }, lease, keeper);
      this.drivers.add(driver);
      if (this.stopping) driver.handOver(this.options.graceMs);
      const how = await driver.drive([{ type: 'lease_acquired', owner }]);
      ended = how === 'ended';
      return { how, epoch: lease.epoch };
    } catch (error) {
      if (error instanceof LeaseLostError || (error instanceof ExecutionStoppedError && keeper.signal.aborted)) {
        return { how: 'lost', epoch: lease.epoch };
      }
      this.parts.observer.fault(lease.executionId, error);
      fault = report(error);
      throw error;
    } finally {
      if (driver) this.drivers.delete(driver);
      await keeper.stop();
      // A lease that is lost already is not released: it is another's by now. That of an execution that is over is gone.
      if (!ended && !keeper.signal.aborted) await this.release(lease, driver?.seenSeq ?? 0, fault);
    }
  }

  private actionsFor({ runbook }: HeldLease): ActionCatalog {
    if (runbook.mode === 'simulation') return this.parts.tabletopActions;
    if (runbook.kind !== 'test') return this.parts.liveActions;
    return runbook.exercise === 'live_switchover' ? this.parts.switchoverActions : this.parts.drillActions;
  }

  /** A lease that can not be given back runs out by itself, so nothing waits for that longer than it can live. */
  private async release({ executionId, epoch }: HeldLease, seenSeq: number, fault?: FailureReport): Promise<void> {
    const { leases, clock, observer } = this.parts;
    const answered = new AbortController();
    const released = leases
      .release(executionId, epoch, seenSeq, fault)
      .catch((error: unknown) => observer.fault(executionId, error));
    await Promise.race([released, clock.sleep(this.options.leaseTtlMs, answered.signal)]);
    answered.abort();
  }
}
