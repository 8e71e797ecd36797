import { applyRecords, initialState, type ExecutionState } from '#domain/execution/execution-state.js';
import type { EngineEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { ExecutionStoppedError } from './errors.js';
import type { Clock, EngineObserver, HeldLease, Journal } from './ports.js';

const ignore = (): void => {};

/** Milliseconds that entries for which nobody waits may wait for more to share their write: a look takes about that long. */
const LINGER_MS = 3;

export interface TailParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly observer: EngineObserver;
}

interface Handed {
  readonly entries: readonly EngineEntry[];
  readonly onRefused: () => void;
  readonly resolve: (isWritten: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** The journal of one execution as its holder knows it: the state up to where it was read, and the way to add to it. */
export class JournalTail {
  /** What is durable. */
  private current: ExecutionState;
  /** With what was handed over, but for what nobody has asked about since. */
  private expected: ExecutionState;
  private unfolded: EngineEntry[] = [];
  /** What was handed over and is not durable yet: on its way to the store, and behind it what waits for that. */
  private sent: readonly Handed[] = [];
  private waiting: Handed[] = [];
  private writing = false;
  /** Whether somebody waits for what is to be written next; and what ends its wait for more, if there is one. */
  private isUrgent = false;
  private endWait: () => void = ignore;
  /** Those who wait until nothing is on its way. */
  private settling: (() => void)[] = [];
  private failure: { readonly error: unknown } | null = null;
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
    this.expected = this.current;
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

  /** Whether something is on its way to the store: the state does not know it yet, `ahead` does. */
  get isWriting(): boolean {
    return this.writing;
  }

  /** How many entries are handed over and not durable yet. */
  get behind(): number {
    return [...this.sent, ...this.waiting].reduce((count, { entries }) => count + entries.length, 0);
  }

  /** @throws what has kept the store from answering, if anything has: nobody may decide on anything then. */
  throwIfFailed(): void {
    if (this.failure !== null) throw this.failure.error;
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

  /** Takes in what others have written, once nothing of ours is on its way. */
  async catchUp(): Promise<void> {
    await this.settled();
    if (this.isBehind) this.take(await this.unread());
  }

  /** Resolves once nothing is on its way to the store, whatever became of it. */
  async settled(): Promise<void> {
    if (this.waiting.length > 0) this.urge();
    while (this.writing) await new Promise<void>((resolve) => this.settling.push(resolve));
  }

  /**
   * What is handed over while a write is under way goes together with the next one.
   * @returns false when somebody's request came in before these entries, or before some that they follow: nothing of them
   *   was written, and the state knows the request now.
   * @param onRefused called then, in the same moment in which `ahead` forgets the entries.
   * @param mayLinger nobody waits for it, so it may wait for what comes within `LINGER_MS`.
   * @throws LeaseLostError and whatever else keeps the store from answering
   */
  append(entries: readonly EngineEntry[], onRefused: () => void, { mayLinger = false } = {}): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure.error);
      this.unfolded.push(...entries);
      this.waiting.push({ entries, onRefused, resolve, reject });
      if (!mayLinger) this.urge();
      if (!this.writing) void this.write();
    });
  }

  /** The state as it will be once everything that was handed over, and these entries, are durable. */
  ahead(entries: readonly EngineEntry[]): ExecutionState {
    this.expected = this.fold(this.expected, this.unfolded.splice(0));
    return this.fold(this.expected, entries);
  }

  private fold(state: ExecutionState, entries: readonly EngineEntry[]): ExecutionState {
    if (entries.length === 0) return state;
    const at = this.now();
    const { epoch } = this.lease;
    const seq = this.current.lastSeq;
    return applyRecords(
      state,
      entries.map((entry) => ({ seq, epoch, at, entry })),
    );
  }

  private async write(): Promise<void> {
    const { executionId, epoch } = this.lease;
    this.writing = true;
    try {
      while (this.waiting.length > 0) {
        if (!this.isUrgent) await this.linger();
        this.isUrgent = false;
        const known = { journal: this.known, weights: this.lease.weights };
        this.sent = this.waiting.splice(0);
        const entries = this.sent.flatMap((each) => each.entries);
        const { lastSeq } = this.current;
        const records = await this.unlessLost(this.parts.journal.append(executionId, epoch, lastSeq, entries, known));
        if (records === null) this.refuse(await this.unread());
        else this.written(records);
      }
    } catch (error) {
      this.fail(error);
    }
    this.writing = false;
    for (const resolve of this.settling.splice(0)) resolve();
  }

  private urge(): void {
    this.isUrgent = true;
    this.endWait();
  }

  private async linger(): Promise<void> {
    await new Promise<void>((resolve) => {
      const callOff = this.parts.clock.alarm(LINGER_MS, resolve);
      this.endWait = () => {
        callOff();
        resolve();
      };
    });
    this.endWait = ignore;
  }

  private written(records: readonly JournalRecord[]): void {
    const { sent } = this;
    this.sent = [];
    this.offsetMs = records[0]!.at.getTime() - this.parts.clock.monotonic();
    this.take(records);
    for (const { resolve } of sent) resolve(true);
  }

  /** What was handed over since was decided on what is not written, so it is not to be written either. */
  private refuse(records: readonly JournalRecord[]): void {
    const refused = [...this.sent, ...this.waiting.splice(0)];
    this.sent = [];
    this.take(records);
    for (const { onRefused } of refused) onRefused();
    for (const { resolve } of refused) resolve(false);
  }

  /** Nobody knows what is written: nothing more may be, and what was handed over stays ahead until the holder lets go. */
  private fail(error: unknown): void {
    this.failure = { error };
    this.sent = [...this.sent, ...this.waiting.splice(0)];
    for (const { reject } of this.sent) reject(error);
  }

  private unread(): Promise<readonly JournalRecord[]> {
    return this.unlessLost(this.parts.journal.entriesAfter(this.lease.executionId, this.current.lastSeq));
  }

  private take(records: readonly JournalRecord[]): void {
    this.current = applyRecords(this.current, records);
    // By the store's times, as soon as nothing is on its way.
    if (this.sent.length === 0 && this.waiting.length === 0) {
      this.expected = this.current;
      this.unfolded = [];
    }
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
