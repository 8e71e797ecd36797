import type { JsonObject } from '../json.js';
import type { RunbookStep } from '../runbook/runbook.js';
import { approvalRuleOf, type ApprovalRule } from './approval.js';
import type { FailureReport } from './failure-report.js';
import type { JournalEntry, JournalRecord, Word } from './journal-entry.js';
import { IllegalTransitionError, moveStep, type StepStatus } from './transitions.js';

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
  /** What it changes, as it was before its first attempt; null when that was not looked at, or nothing was changed. */
  readonly before: JsonObject | null;
  readonly undoStarted: boolean;
  readonly undoError: FailureReport | null;
  /** Whose approval the step needs; null when it needs none. */
  readonly approval: ApprovalRule | null;
  /** Approvals given since the step last began to wait; each person counts once. */
  readonly approvals: readonly Word[];
  /** When it began to wait for people; null while it does not. */
  readonly waitingSince: Date | null;
  /** It counts as done because a person said so: nobody has measured it. */
  readonly byWord: boolean;
}

export type StepEntry = Extract<JournalEntry, { readonly stepId: string }>;

export function freshStep(step: RunbookStep): StepState {
  return {
    id: step.id,
    status: 'pending',
    attempts: 0,
    startedEpoch: null,
    startedAt: null,
    endedAt: null,
    durationMs: null,
    output: null,
    error: null,
    before: null,
    undoStarted: false,
    undoError: null,
    approval: approvalRuleOf(step),
    approvals: [],
    waitingSince: null,
    byWord: false,
  };
}

/** @throws IllegalTransitionError when the entry does not follow from the step's state. */
export function applyToStep(step: StepState, entry: StepEntry, record: Pick<JournalRecord, 'at' | 'epoch'>): StepState {
  const { at, epoch } = record;
  switch (entry.type) {
    case 'step_started':
      return moved(step, 'running', {
        attempts: entry.attempt,
        startedEpoch: epoch,
        startedAt: step.startedAt ?? at,
        error: null,
      });
    case 'step_observed':
      requireStatus(step, 'running', entry);
      return { ...step, before: entry.before };
    case 'step_attempt_failed':
      requireStatus(step, 'running', entry);
      return { ...step, error: entry.error };
    case 'step_waiting':
      return moved(step, 'waiting', { waitingSince: at, approvals: [] });
    case 'step_succeeded':
      return moved(step, 'succeeded', {
        output: entry.output,
        durationMs: entry.durationMs,
        endedAt: at,
        error: null,
        waitingSince: null,
      });
    case 'step_failed':
      return moved(step, 'failed', { error: entry.error, durationMs: entry.durationMs, endedAt: at });
    case 'step_in_doubt':
      return moved(step, 'in_doubt', { error: { code: 'in_doubt', message: entry.detail, details: {} } });
    case 'step_confirmed':
      return moved(step, 'succeeded', {
        output: { confirmed_by: entry.by, comment: entry.comment },
        durationMs: sinceStart(step, at),
        endedAt: at,
        error: null,
        waitingSince: null,
      });
    case 'retry_requested':
      return moved(step, 'pending', BEFORE_ITS_ATTEMPTS);
    case 'skip_requested':
      return skipped(step, entry, at);
    case 'doubt_resolved':
      return resolved(step, entry, at);
    case 'step_approved':
      return approved(step, entry, at);
    case 'step_declined':
    case 'approval_expired':
      requireApprovalWanted(step, entry);
      return moved(step, 'failed', {
        error: unapproved(entry),
        durationMs: sinceStart(step, at),
        endedAt: at,
        waitingSince: null,
      });
    case 'step_undo_started':
      return { ...step, undoStarted: true };
    case 'step_undone':
      return moved(step, 'undone', { output: entry.output, endedAt: at });
    case 'step_undo_failed':
      return { ...step, undoError: entry.error };
  }
}

/** A step that is to be done again keeps its first beginning: it may have had its effect. */
const BEFORE_ITS_ATTEMPTS: Partial<StepState> = {
  attempts: 0,
  startedEpoch: null,
  endedAt: null,
  durationMs: null,
};

/** Why a step without its approvals has failed; the same on the row that is kept for reading. */
export function unapproved(entry: Extract<StepEntry, { type: 'step_declined' | 'approval_expired' }>): FailureReport {
  if (entry.type === 'approval_expired') {
    return { code: 'approval_expired', message: 'not enough people approved in time', details: {} };
  }
  const { by, comment } = entry;
  return {
    code: 'approval_declined',
    message: `${by} declined: ${comment}`,
    details: { declined_by: by, comment },
  };
}

function approved(step: StepState, entry: Extract<StepEntry, { type: 'step_approved' }>, at: Date): StepState {
  requireApprovalWanted(step, entry);
  const { by, comment } = entry;
  if (step.approvals.some((approval) => approval.by === by)) {
    throw new IllegalTransitionError('step', step.id, `(approved by ${by})`, entry.type);
  }
  return { ...step, approvals: [...step.approvals, { by, at, comment }] };
}

function resolved(step: StepState, entry: Extract<StepEntry, { type: 'doubt_resolved' }>, at: Date): StepState {
  requireStatus(step, 'in_doubt', entry);
  switch (entry.resolution) {
    case 'done':
      return moved(step, 'succeeded', {
        output: { resolved_by: entry.by, comment: entry.comment },
        endedAt: at,
        error: null,
        byWord: true,
      });
    case 'redo':
      return moved(step, 'pending', BEFORE_ITS_ATTEMPTS);
    case 'skip':
      return skipped(step, entry, at);
  }
}

function skipped(step: StepState, said: { readonly by: string; readonly comment: string }, at: Date): StepState {
  return moved(step, 'skipped', {
    output: { skipped_by: said.by, comment: said.comment },
    endedAt: at,
    waitingSince: null,
  });
}

function moved(step: StepState, to: StepStatus, change: Partial<StepState>): StepState {
  return { ...step, ...change, status: moveStep(step.id, step.status, to) };
}

function sinceStart({ startedAt }: StepState, at: Date): number {
  return startedAt ? at.getTime() - startedAt.getTime() : 0;
}

function requireStatus({ id, status }: StepState, wanted: StepStatus, { type }: StepEntry): void {
  if (status !== wanted) throw new IllegalTransitionError('step', id, status, type);
}

function requireApprovalWanted(step: StepState, entry: StepEntry): void {
  requireStatus(step, 'waiting', entry);
  if (step.approval === null) throw new IllegalTransitionError('step', step.id, '(needs no approval)', entry.type);
}
