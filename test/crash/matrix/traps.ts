import type { StatementWatcher } from './postgres-proxy.js';

/** Where a worker is caught: at the nth statement of one execution, before PostgreSQL sees it or after it is done. */
export interface TrapPoint {
  readonly executionId: string;
  readonly statement: RegExp;
  /** From 1; those that PostgreSQL refused count before, and not after. */
  readonly nth: number;
  readonly side: 'before' | 'after';
}

/** Durable writes of the journal, whatever the statement is called in full. */
export const JOURNAL_WRITE = /^journal_append/;
export const LEASE_ACQUIRE = /^lease_acquire/;

/** A worker in a trap: it waits for PostgreSQL, and does not know for what. */
export interface Caught<Worker> {
  readonly worker: Worker;
  /** Lets the statement, or its answer, go on its way. */
  readonly release: () => void;
}

interface Trap<Worker> {
  readonly point: TrapPoint;
  seen: number;
  readonly spring: (caught: Caught<Worker>) => void;
}

/** The traps that are set, for all workers: whichever of them comes by is caught. */
export class Traps<Worker> {
  private readonly traps = new Set<Trap<Worker>>();
  private readonly held = new Set<() => void>();

  /** Resolves when a worker is caught. */
  set(point: TrapPoint): Promise<Caught<Worker>> {
    return new Promise((spring) => this.traps.add({ point, seen: 0, spring }));
  }

  /** Removes all traps; what is held goes on. */
  clear(): void {
    this.traps.clear();
    for (const release of this.held) release();
  }

  /** What the proxy of this worker is to watch with. */
  watcher(worker: () => Worker): StatementWatcher {
    return {
      sent: (statement, parameters) => this.pass(worker, 'before', statement, parameters),
      answered: (statement, parameters, rows) =>
        rows > 0 ? this.pass(worker, 'after', statement, parameters) : undefined,
    };
  }

  private pass(
    worker: () => Worker,
    side: TrapPoint['side'],
    statement: string,
    parameters: Buffer,
  ): Promise<void> | undefined {
    for (const trap of this.traps) {
      const { point } = trap;
      if (point.side !== side || !point.statement.test(statement) || !parameters.includes(point.executionId)) continue;
      if (++trap.seen < point.nth) continue;
      this.traps.delete(trap);
      return this.hold(trap, worker());
    }
    return undefined;
  }

  private hold(trap: Trap<Worker>, worker: Worker): Promise<void> {
    return new Promise((goOn) => {
      const release = (): void => {
        this.held.delete(release);
        goOn();
      };
      this.held.add(release);
      trap.spring({ worker, release });
    });
  }
}
