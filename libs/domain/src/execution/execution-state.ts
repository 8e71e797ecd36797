import { DomainError } from '../errors.js';
import type { Runbook } from '../runbook/runbook.js';
import type { FailureReport } from './failure-report.js';
import type { JournalEntry, JournalRecord, PauseReason, RollbackCause, Word } from './journal-entry.js';
import { applyToStep, freshStep, type StepEntry, type StepState } from './step-state.js';
import { IllegalTransitionError, isTerminal, moveExecution, type ExecutionStatus } from './transitions.js';

export type { StepState } from './step-state.js';

export interface Pause {
  readonly from: Date;
  readonly to: Date;
}

/** What an execution's journal says of it: a pure function of the runbook and the entries. */
export interface ExecutionState {
  readonly executionId: string;
  readonly status: ExecutionStatus;
  readonly pauseReason: PauseReason | null;
  readonly requestedAt: Date | null;
  readonly requestedBy: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Milliseconds spent waiting for people, up to the last resumption. */
  readonly pausedMs: number;
  /** Each time that it waited for people, but for one that has not ended. */
  readonly pauses: readonly Pause[];
  readonly pausedAt: Date | null;
  /** When a paused execution has something to do by itself; null while it only waits for people. */
  readonly wakeAt: Date | null;
  readonly cancelRequested: boolean;
  /** An operator wants it held until somebody resumes it. */
  readonly pauseRequested: Word | null;
  readonly rollbackRequested: boolean;
  /** A planned failover that goes on as an unplanned one. */
  readonly ungraceful: Word | null;
  readonly authorityMoved: boolean;
  readonly timedOut: boolean;
  readonly rollbackCause: RollbackCause | null;
  readonly steps: ReadonlyMap<string, StepState>;
  readonly error: FailureReport | null;
  readonly lastSeq: number;
}

export function initialState(executionId: string, runbook: Runbook): ExecutionState {
  return {
    executionId,
    status: 'pending',
    pauseReason: null,
    requestedAt: null,
    requestedBy: null,
    startedAt: null,
    endedAt: null,
    pausedMs: 0,
    pauses: [],
    pausedAt: null,
    wakeAt: null,
    cancelRequested: false,
    pauseRequested: null,
    rollbackRequested: false,
    ungraceful: null,
    authorityMoved: false,
    timedOut: false,
    rollbackCause: null,
    steps: new Map(runbook.steps.map((step) => [step.id, freshStep(step)])),
    error: null,
    lastSeq: 0,
  };
}

/** @throws IllegalTransitionError when the entry does not follow from the state: the journal is not valid. */
export function applyRecord(state: ExecutionState, record: JournalRecord): ExecutionState {
  return applyRecords(state, [record]);
}

/** One after the other; the steps are copied once, however many records there are. @throws IllegalTransitionError */
export function applyRecords(state: ExecutionState, records: readonly JournalRecord[]): ExecutionState {
  let steps: Map<string, StepState> | null = null;
  const own = (): Map<string, StepState> => (steps ??= new Map(state.steps));
  return records.reduce((before, record) => ({ ...applyEntry(before, record, own), lastSeq: record.seq }), state);
}

export function foldJournal(executionId: string, runbook: Runbook, records: readonly JournalRecord[]): ExecutionState {
  return applyRecords(initialState(executionId, runbook), records);
}

/** @param own gives the steps that this fold may change: nobody else has them yet. */
function applyEntry(state: ExecutionState, record: JournalRecord, own: () => Map<string, StepState>): ExecutionState {
  const { entry, at } = record;
  const move = (to: ExecutionStatus): ExecutionStatus => moveExecution(state.executionId, state.status, to);
  switch (entry.type) {
    case 'execution_requested':
      return { ...state, requestedAt: at, requestedBy: entry.by };
    case 'lease_acquired':
      return state;
    case 'authority_moved':
      return { ...state, authorityMoved: true };
    // Requests that come when it is over change nothing any more.
    case 'cancel_requested':
      return isTerminal(state.status) ? state : { ...state, cancelRequested: true };
    case 'rollback_requested':
      return isTerminal(state.status) ? state : { ...state, rollbackRequested: true };
    case 'cancel_refused':
      return { ...state, cancelRequested: false, rollbackRequested: false };
    case 'pause_requested':
      return isTerminal(state.status) ? state : { ...state, pauseRequested: wordOf(entry, at) };
    case 'resume_requested':
      return { ...state, pauseRequested: null };
    case 'ungraceful_requested':
      return isTerminal(state.status) ? state : { ...state, ungraceful: wordOf(entry, at) };
    case 'execution_started':
      return { ...state, status: move('running'), startedAt: at };
    case 'execution_resumed':
      return { ...state, status: move('running'), ...unpaused(state, at) };
    case 'execution_paused':
      return { ...state, status: move('paused'), pauseReason: entry.reason, pausedAt: at, wakeAt: wakeOf(entry) };
    case 'execution_timed_out':
      return { ...state, timedOut: true };
    case 'rollback_started':
      return { ...state, status: move('rolling_back'), ...unpaused(state, at), rollbackCause: entry.cause };
    case 'execution_ended':
      return { ...state, status: move(entry.status), ...unpaused(state, at), endedAt: at, error: entry.error };
    default:
      if (!('stepId' in entry)) throw new UnknownEntryError(state.executionId, record);
      return withStep(state, entry, record, own);
  }
}

type Saying = Extract<JournalEntry, { readonly by: string; readonly comment: string }>;

function wordOf({ by, comment }: Saying, at: Date): Word {
  return { by, at, comment };
}

function wakeOf({ wakeAt }: Extract<JournalEntry, { type: 'execution_paused' }>): Date | null {
  return wakeAt === undefined ? null : new Date(wakeAt);
}

/** Steps begin while the execution runs, are undone while it rolls back, and rest once it is over. */
function checkTime(state: ExecutionState, entry: StepEntry): void {
  const { status } = state;
  const inTime =
    entry.type === 'step_started'
      ? status === 'running'
      : entry.type === 'step_undo_started' || entry.type === 'step_undone' || entry.type === 'step_undo_failed'
        ? status === 'rolling_back'
        : !isTerminal(status);
  if (!inTime)
    throw new IllegalTransitionError('step', entry.stepId, `(${state.executionId} is ${status})`, entry.type);
}

function unpaused(
  state: ExecutionState,
  at: Date,
): Pick<ExecutionState, 'pauseReason' | 'pausedAt' | 'pausedMs' | 'pauses' | 'wakeAt'> {
  const { pausedAt, pausedMs, pauses } = state;
  const over = { pauseReason: null, pausedAt: null, wakeAt: null };
  if (pausedAt === null) return { ...over, pausedMs, pauses };
  const waited = at.getTime() - pausedAt.getTime();
  return { ...over, pausedMs: pausedMs + waited, pauses: [...pauses, { from: pausedAt, to: at }] };
}

function withStep(
  state: ExecutionState,
  entry: StepEntry,
  record: JournalRecord,
  own: () => Map<string, StepState>,
): ExecutionState {
  const step = state.steps.get(entry.stepId);
  if (!step) throw new UnknownStepError(state.executionId, entry.stepId);
  checkTime(state, entry);
  // A newer version may have written entries of steps that no case of this one covers.
  const after = applyToStep(step, entry, record) as StepState | undefined;
  if (after === undefined) throw new UnknownEntryError(state.executionId, record);
  return { ...state, steps: own().set(entry.stepId, after) };
}

/** An entry of a kind that this version does not know: a newer one has written it, or nobody of ours has. */
export class UnknownEntryError extends DomainError {
  constructor(
    executionId: string,
    { seq, entry }: Pick<JournalRecord, 'seq'> & { readonly entry: { readonly type: string } },
  ) {
    const { type } = entry;
    super('unknown_journal_entry', `entry ${seq} of ${executionId} is ${type}, which this version does not know`, {
      execution_id: executionId,
      seq,
      type,
    });
  }
}

export class UnknownStepError extends DomainError {
  constructor(executionId: string, stepId: string) {
    super('step_not_found', `${executionId} has no step ${stepId}`, { execution_id: executionId, step_id: stepId });
  }
}
