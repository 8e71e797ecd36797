import { applyRecords, initialState, type ExecutionState } from '#domain/execution/execution-state.js';
import type { EngineEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { ExecutionStoppedError } from './errors.js';
import type { Clock, EngineObserver, HeldLease, Journal } from './ports.js';

const ignore = (): void => {};

export interface TailParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly observer: EngineObserver;
}

/** The journal of one execution as its holder knows it: the state up to where it was read, and the way to add to it. */
export class JournalTail {
  private current: ExecutionState;
  /** What the state was made from. */
  private readonly known: JournalRecord[] = [];
  private newestSeq: number;
  /**
   * Milliseconds from our monotonic clock to the store's time, which is the journal's. Not from our wall clock: that one
   * may be set at any moment, and what is measured must not jump with it.
   */
  private offsetMs: number;
  private isLost = false;
  /** Ends the wait for the store, if there is one. */
  private giveUp: () => void = ignore;

  constructor(
    private readonly parts: TailParts,
    private readonly lease: HeldLease,
    /** Aborts when the lease is lost; then nothing is waited for any more. */
    lost: AbortSignal,
  ) {
    this.current = initialState(lease.executionId, lease.runbook);
    this.newestSeq = lease.lastSeq;
    this.offsetMs = parts.clock.now().getTime() - parts.clock.monotonic();
    const onLost = (): void => {
      this.isLost = true;
      this.giveUp();
    };
    if (lost.aborted) onLost();
    else lost.addEventListener('abort', onLost, { once: true });
  }

  get state(): ExecutionState {
    return this.current;
  }

  /** Whether there are entries that the state does not know yet. */
  get isBehind(): boolean {
    return this.newestSeq > this.current.lastSeq;
  }

  /** Takes note that the journal reaches up to `seq`. */
  grewTo(seq: number): void {
    this.newestSeq = Math.max(this.newestSeq, seq);
  }

  /** The time of the store, as well as it is known here. */
  now(): Date {
    return new Date(this.parts.clock.monotonic() + this.offsetMs);
  }

  /** Takes in what was there before the lease. */
  async open(): Promise<void> {
    const { journal } = this.lease;
    if (journal !== undefined) this.take(journal);
    if (journal === undefined || this.isBehind) await this.catchUp();
  }

  async catchUp(): Promise<void> {
    const { executionId } = this.lease;
    this.take(await this.unlessLost(this.parts.journal.entriesAfter(executionId, this.current.lastSeq)));
  }

  /** @returns false when somebody's request came in before these entries: nothing was written, the state knows it now. */
  async append(entries: readonly EngineEntry[]): Promise<boolean> {
    const { executionId, epoch } = this.lease;
    const { lastSeq } = this.current;
    const records = await this.unlessLost(
      this.parts.journal.append(executionId, epoch, lastSeq, entries, {
        journal: this.known,
        weights: this.lease.weights,
      }),
    );
    if (records === null) {
      await this.catchUp();
      return false;
    }
    this.offsetMs = records[0]!.at.getTime() - this.parts.clock.monotonic();
    this.take(records);
    return true;
  }

  /** The state as it will be once the entries are durable. */
  ahead(entries: readonly EngineEntry[]): ExecutionState {
    const at = this.now();
    const { epoch } = this.lease;
    const { lastSeq } = this.current;
    return applyRecords(
      this.current,
      entries.map((entry) => ({ seq: lastSeq, epoch, at, entry })),
    );
  }

  private take(records: readonly JournalRecord[]): void {
    this.current = applyRecords(this.current, records);
    this.known.push(...records);
    this.grewTo(this.current.lastSeq);
    // What was there before the lease has been told by those who had it then.
    const fresh = records.filter((record) => record.seq > this.lease.lastSeq);
    if (fresh.length > 0) this.parts.observer.entries(this.lease.executionId, fresh);
  }

  /**
   * A store that does not answer must not keep a holder who has lost the lease. One thing is asked at a time, so one
   * listener does for all of them.
   */
  private unlessLost<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.giveUp = () => reject(new ExecutionStoppedError(this.lease.executionId, 'the lease is lost'));
      answer.then(resolve, reject);
      if (this.isLost) this.giveUp();
    });
  }
}
