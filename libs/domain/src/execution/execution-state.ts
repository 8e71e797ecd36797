import { DomainError } from '../errors.js';
import type { JsonObject } from '../json.js';
import type { Runbook } from '../runbook/runbook.js';
import type { FailureReport } from './failure-report.js';
import type { JournalEntry, JournalRecord, PauseReason, RollbackCause } from './journal-entry.js';
import {
  IllegalTransitionError,
  isTerminal,
  moveExecution,
  moveStep,
  type ExecutionStatus,
  type StepStatus,
} from './transitions.js';

export interface StepState {
  readonly id: string;
  readonly status: StepStatus;
  /** Number of the newest attempt since a person last asked for the step again. */
  readonly attempts: number;
  /** Epoch under which the newest attempt began; below the holder's epoch means: by somebody who is gone. */
  readonly startedEpoch: number | null;
  /** When the step first began, however often it began again: null means that it has certainly changed nothing. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly durationMs: number | null;
  readonly output: JsonObject | null;
  readonly error: FailureReport | null;
  readonly undoStarted: boolean;
  readonly undoError: FailureReport | null;
}

/** What an execution's journal says of it: a pure function of the runbook and the entries. */
export interface ExecutionState {
  readonly executionId: string;
  readonly status: ExecutionStatus;
  readonly pauseReason: PauseReason | null;
  readonly requestedAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Milliseconds spent waiting for people, up to the last resumption. */
  readonly pausedMs: number;
  readonly pausedAt: Date | null;
  readonly cancelRequested: boolean;
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
    startedAt: null,
    endedAt: null,
    pausedMs: 0,
    pausedAt: null,
    cancelRequested: false,
    timedOut: false,
    rollbackCause: null,
    steps: new Map(runbook.steps.map((step) => [step.id, freshStep(step.id)])),
    error: null,
    lastSeq: 0,
  };
}

/** @throws IllegalTransitionError when the entry does not follow from the state: the journal is not valid. */
export function applyRecord(state: ExecutionState, record: JournalRecord): ExecutionState {
  return { ...applyEntry(state, record), lastSeq: record.seq };
}

export function foldJournal(executionId: string, runbook: Runbook, records: readonly JournalRecord[]): ExecutionState {
  return records.reduce(applyRecord, initialState(executionId, runbook));
}

function applyEntry(state: ExecutionState, record: JournalRecord): ExecutionState {
  const { entry, at, epoch } = record;
  const move = (to: ExecutionStatus): ExecutionStatus => moveExecution(state.executionId, state.status, to);
  if ('stepId' in entry) checkTime(state, entry);
  switch (entry.type) {
    case 'execution_requested':
      return { ...state, requestedAt: at };
    case 'lease_acquired':
    case 'authority_moved':
      return state;
    case 'cancel_requested':
      return isTerminal(state.status) ? state : { ...state, cancelRequested: true };
    case 'cancel_refused':
      return { ...state, cancelRequested: false };
    case 'execution_started':
      return { ...state, status: move('running'), startedAt: at };
    case 'execution_resumed':
      return { ...state, status: move('running'), ...unpaused(state, at) };
    case 'execution_paused':
      return { ...state, status: move('paused'), pauseReason: entry.reason, pausedAt: at };
    case 'execution_timed_out':
      return { ...state, timedOut: true };
    case 'rollback_started':
      return { ...state, status: move('rolling_back'), ...unpaused(state, at), rollbackCause: entry.cause };
    case 'execution_ended':
      return { ...state, status: move(entry.status), ...unpaused(state, at), endedAt: at, error: entry.error };
    case 'step_started':
      return changeStep(state, entry.stepId, 'running', (step) => ({
        attempts: entry.attempt,
        startedEpoch: epoch,
        startedAt: step.startedAt ?? at,
        error: null,
      }));
    case 'step_attempt_failed':
      return changeStep(state, entry.stepId, 'running', (step) => {
        if (step.status !== 'running') throw new IllegalTransitionError('step', step.id, step.status, 'running');
        return { error: entry.error };
      });
    case 'step_waiting':
      return changeStep(state, entry.stepId, 'waiting', () => ({}));
    case 'step_succeeded':
      return changeStep(state, entry.stepId, 'succeeded', () => ({
        output: entry.output,
        durationMs: entry.durationMs,
        endedAt: at,
        error: null,
      }));
    case 'step_failed':
      return changeStep(state, entry.stepId, 'failed', () => ({
        error: entry.error,
        durationMs: entry.durationMs,
        endedAt: at,
      }));
    case 'step_in_doubt':
      return changeStep(state, entry.stepId, 'in_doubt', () => ({
        error: { code: 'in_doubt', message: entry.detail, details: {} },
      }));
    case 'step_confirmed':
      return changeStep(state, entry.stepId, 'succeeded', (step) => ({
        output: { confirmed_by: entry.by, comment: entry.comment },
        durationMs: step.startedAt ? at.getTime() - step.startedAt.getTime() : 0,
        endedAt: at,
        error: null,
      }));
    case 'retry_requested':
      return changeStep(state, entry.stepId, 'pending', () => ({
        attempts: 0,
        startedEpoch: null,
        endedAt: null,
        durationMs: null,
      }));
    case 'skip_requested':
      return changeStep(state, entry.stepId, 'skipped', () => ({
        output: { skipped_by: entry.by, comment: entry.comment },
        endedAt: at,
      }));
    case 'step_undo_started':
      return patchStep(state, entry.stepId, () => ({ undoStarted: true }));
    case 'step_undone':
      return changeStep(state, entry.stepId, 'undone', () => ({ output: entry.output, endedAt: at }));
    case 'step_undo_failed':
      return patchStep(state, entry.stepId, () => ({ undoError: entry.error }));
    default:
      throw new UnknownEntryError(state.executionId, record);
  }
}

/** Steps begin while the execution runs, are undone while it rolls back, and rest once it is over. */
function checkTime(state: ExecutionState, entry: Extract<JournalEntry, { stepId: string }>): void {
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

function unpaused(state: ExecutionState, at: Date): Pick<ExecutionState, 'pauseReason' | 'pausedAt' | 'pausedMs'> {
  const waited = state.pausedAt ? at.getTime() - state.pausedAt.getTime() : 0;
  return { pauseReason: null, pausedAt: null, pausedMs: state.pausedMs + waited };
}

function freshStep(id: string): StepState {
  return {
    id,
    status: 'pending',
    attempts: 0,
    startedEpoch: null,
    startedAt: null,
    endedAt: null,
    durationMs: null,
    output: null,
    error: null,
    undoStarted: false,
    undoError: null,
  };
}

function changeStep(
  state: ExecutionState,
  id: string,
  to: StepStatus,
  change: (step: StepState) => Partial<StepState>,
): ExecutionState {
  return patchStep(state, id, (step) => ({ ...change(step), status: moveStep(id, step.status, to) }));
}

function patchStep(state: ExecutionState, id: string, change: (step: StepState) => Partial<StepState>): ExecutionState {
  const step = state.steps.get(id);
  if (!step) throw new UnknownStepError(state.executionId, id);
  return { ...state, steps: new Map(state.steps).set(id, { ...step, ...change(step) }) };
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
