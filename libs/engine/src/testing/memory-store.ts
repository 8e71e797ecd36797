import { applyRecord, foldJournal, initialState, type ExecutionState } from '#domain/execution/execution-state.js';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { EngineEntry, JournalEntry, JournalRecord, RequestEntry } from '#domain/execution/journal-entry.js';
import { isTerminal } from '#domain/execution/transitions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { LeaseLostError } from '../errors.js';
import { FAULT_PAUSE } from '../fault-pause.js';
import type { Clock, HeldLease, Journal, Leases } from '../ports.js';

interface Kept {
  readonly runbook: Runbook;
  readonly records: JournalRecord[];
  state: ExecutionState;
  epoch: number;
  holder: string | null;
  expiresAt: number;
  requestSeq: number;
  seenSeq: number;
  faults: number;
  fault: FailureReport | null;
  notBefore: number;
}

/** One question to the store, as a test may want to disturb it. */
export interface StoreCall {
  readonly kind: 'append' | 'read' | 'acquire' | 'renew' | 'release';
  /** Of an append; empty otherwise. */
  readonly entries: readonly EngineEntry[];
}

/** Stands between a worker and the store: may delay, fail, or never answer, before or after the store has acted. */
export type Disturb = <T>(call: StoreCall, act: () => T) => Promise<T>;

const undisturbed: Disturb = (_, act) => Promise.resolve().then(act);

/** Journal and leases in memory, with the rules of the real store: epochs, expiry by its own clock, what is due. */
export class MemoryStore {
  private readonly executions = new Map<string, Kept>();
  private lastEpoch = 0;

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Takes in a new execution, with its request as the first entry. */
  add(executionId: string, runbook: Runbook): void {
    this.executions.set(executionId, {
      runbook,
      records: [],
      state: initialState(executionId, runbook),
      epoch: 0,
      holder: null,
      expiresAt: 0,
      requestSeq: 0,
      seenSeq: 0,
      faults: 0,
      fault: null,
      notBefore: 0,
    });
    this.request(executionId, { type: 'execution_requested', by: 'somebody', data: {} });
  }

  /** Writes what somebody asks for, as the API does: beside the lease. */
  request(executionId: string, entry: RequestEntry): void {
    const kept = this.kept(executionId);
    this.write(kept, null, [entry]);
    kept.requestSeq = kept.records.length;
  }

  records(executionId: string): readonly JournalRecord[] {
    return [...this.kept(executionId).records];
  }

  state(executionId: string): ExecutionState {
    const { runbook, records } = this.kept(executionId);
    return foldJournal(executionId, runbook, records);
  }

  /** Puts something into the journal that this version does not understand. */
  plant(executionId: string, entry: { readonly type: string }): void {
    const { records } = this.kept(executionId);
    records.push({ seq: records.length + 1, epoch: null, at: this.clock.now(), entry: entry as JournalEntry });
  }

  /** Takes the newest entry away again. */
  unplant(executionId: string): void {
    this.kept(executionId).records.pop();
  }

  /** Whether a worker that asks would get the lease. */
  isDue(executionId: string): boolean {
    const { state, notBefore, requestSeq, seenSeq } = this.kept(executionId);
    const { status, wakeAt } = state;
    if (isTerminal(status) || this.isHeld(executionId) || notBefore > this.now()) return false;
    const isAwake = wakeAt !== null && wakeAt.getTime() <= this.now();
    return status !== 'paused' || requestSeq > seenSeq || isAwake;
  }

  /** Puts another runbook into its place, such as no worker of this version understands. */
  pin(executionId: string, runbook: Runbook): void {
    this.executions.set(executionId, { ...this.kept(executionId), runbook });
  }

  epochOf(executionId: string): number {
    return this.kept(executionId).epoch;
  }

  faultOf(executionId: string): { readonly count: number; readonly code: string | null } {
    const { faults, fault } = this.kept(executionId);
    return { count: faults, code: fault?.code ?? null };
  }

  isHeld(executionId: string): boolean {
    const { holder, expiresAt } = this.kept(executionId);
    return holder !== null && expiresAt > this.now();
  }

  /** The store as one worker reaches it. */
  connect(disturb: Disturb = undisturbed): Journal & Leases {
    const ask = <T>(kind: StoreCall['kind'], act: () => T, entries: readonly EngineEntry[] = []): Promise<T> =>
      disturb({ kind, entries }, act);
    return {
      append: (id, epoch, afterSeq, entries) => ask('append', () => this.append(id, epoch, afterSeq, entries), entries),
      entriesAfter: (id, seq) => ask('read', () => this.records(id).slice(seq)),
      acquire: (id, owner, ttlMs) => ask('acquire', () => this.acquire(id, owner, ttlMs)),
      renew: (id, epoch, ttlMs) => ask('renew', () => this.renew(id, epoch, ttlMs)),
      release: (id, epoch, seenSeq, fault) => ask('release', () => this.release(id, epoch, seenSeq, fault)),
    };
  }

  private append(
    id: string,
    epoch: number,
    afterSeq: number,
    entries: readonly EngineEntry[],
  ): readonly JournalRecord[] | null {
    const kept = this.kept(id);
    if (kept.epoch !== epoch || kept.holder === null) throw new LeaseLostError(id, epoch);
    if (kept.records.length > afterSeq) return null;
    return this.write(kept, epoch, entries);
  }

  /** All or nothing, and nothing that does not follow from what is there. */
  private write(kept: Kept, epoch: number | null, entries: readonly JournalEntry[]): readonly JournalRecord[] {
    const first = kept.records.length + 1;
    const at = this.clock.now();
    const records = entries.map((entry, index) => ({ seq: first + index, epoch, at, entry: structuredClone(entry) }));
    kept.state = records.reduce(applyRecord, kept.state);
    kept.records.push(...records);
    if (isTerminal(kept.state.status)) {
      kept.holder = null;
      kept.faults = 0;
      kept.fault = null;
    }
    return records;
  }

  private acquire(id: string, owner: string, ttlMs: number): HeldLease | null {
    const kept = this.kept(id);
    if (!this.isDue(id)) return null;
    kept.epoch = ++this.lastEpoch;
    kept.holder = owner;
    kept.expiresAt = this.now() + ttlMs;
    const { runbook, epoch, records } = kept;
    return { executionId: id, planId: runbook.planId, runbook, epoch, lastSeq: records.length };
  }

  private renew(id: string, epoch: number, ttlMs: number): { readonly lastSeq: number } | null {
    const kept = this.kept(id);
    const isOver = isTerminal(kept.state.status);
    if (kept.epoch !== epoch || (kept.holder === null && !isOver)) return null;
    if (!isOver) kept.expiresAt = this.now() + ttlMs;
    return { lastSeq: kept.records.length };
  }

  private release(id: string, epoch: number, seenSeq: number, fault?: FailureReport): void {
    const kept = this.kept(id);
    if (kept.epoch !== epoch) return;
    kept.holder = null;
    kept.seenSeq = Math.max(kept.seenSeq, seenSeq);
    kept.fault = fault ?? null;
    const pauseMs = Math.min(FAULT_PAUSE.longestMs, FAULT_PAUSE.firstMs * 2 ** (kept.faults - 1));
    kept.notBefore = fault && kept.faults > 0 ? this.now() + pauseMs : 0;
    kept.faults = fault ? kept.faults + 1 : 0;
  }

  private now(): number {
    return this.clock.now().getTime();
  }

  private kept(executionId: string): Kept {
    return this.executions.get(executionId)!;
  }
}
