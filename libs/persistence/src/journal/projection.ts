import type { FailureReport } from '#domain/execution/failure-report.js';
import type { JournalEntry, PauseReason } from '#domain/execution/journal-entry.js';
import { unapproved } from '#domain/execution/step-state.js';
import type { ExecutionStatus, StepStatus } from '#domain/execution/transitions.js';
import type { Json, JsonObject } from '#domain/json.js';
import type { Site } from '#domain/plan/plan-document.js';

/** What a step's row becomes; absent fields stay as they are. */
export interface StepPatch {
  readonly step_id: string;
  readonly status?: StepStatus;
  readonly attempts?: number;
  readonly started?: boolean;
  readonly ended?: boolean;
  /** The step is set back to before its first attempt. */
  readonly reset?: boolean;
  readonly duration_ms?: number;
  readonly output?: JsonObject;
  readonly error?: FailureReport | null;
}

/** What the rows that are kept for reading become when entries are appended. */
export interface Projection {
  readonly status: ExecutionStatus | null;
  readonly pauseReason: PauseReason | null;
  /** When a paused execution is due by itself; ISO 8601. */
  readonly wakeAt: string | null;
  readonly started: boolean;
  readonly ended: boolean;
  readonly outcome: Json;
  readonly error: FailureReport | null;
  readonly authorityTo: Site | null;
  /** Ids of the steps that are over now, and were not before. */
  readonly over: readonly string[];
  readonly steps: readonly StepPatch[];
}

type Said = Extract<JournalEntry, { type: 'skip_requested' | 'doubt_resolved' }>;

const NOTHING: Projection = {
  status: null,
  pauseReason: null,
  wakeAt: null,
  started: false,
  ended: false,
  outcome: null,
  error: null,
  authorityTo: null,
  over: [],
  steps: [],
};

/** Derives, from entries alone, how the rows for reading change. The journal stays the truth. */
export function projectEntries(entries: readonly JournalEntry[]): Projection {
  return entries.reduce(project, NOTHING);
}

function project(sum: Projection, entry: JournalEntry): Projection {
  switch (entry.type) {
    case 'execution_started':
      return { ...sum, ...moved('running'), started: true };
    case 'execution_resumed':
      return { ...sum, ...moved('running') };
    case 'execution_paused':
      return { ...sum, status: 'paused', pauseReason: entry.reason, wakeAt: entry.wakeAt ?? null };
    case 'rollback_started':
      return { ...sum, ...moved('rolling_back') };
    case 'execution_ended':
      return {
        ...sum,
        ...moved(entry.status),
        ended: true,
        outcome: entry.outcome,
        error: entry.error,
      };
    case 'authority_moved':
      return { ...sum, authorityTo: entry.to };
    case 'step_started':
      return withStep(sum, { step_id: entry.stepId, status: 'running', attempts: entry.attempt, started: true });
    case 'step_attempt_failed':
      return withStep(sum, { step_id: entry.stepId, error: entry.error });
    case 'step_waiting':
      return withStep(sum, { step_id: entry.stepId, status: 'waiting', output: { task: entry.task } });
    case 'step_succeeded':
      return over(
        withStep(sum, {
          step_id: entry.stepId,
          status: 'succeeded',
          ended: true,
          duration_ms: entry.durationMs,
          output: entry.output,
          error: null,
        }),
      );
    case 'step_failed':
      return withStep(sum, {
        step_id: entry.stepId,
        status: 'failed',
        ended: true,
        duration_ms: entry.durationMs,
        error: entry.error,
      });
    case 'step_in_doubt':
      return withStep(sum, {
        step_id: entry.stepId,
        status: 'in_doubt',
        error: { code: 'in_doubt', message: entry.detail, details: {} },
      });
    case 'step_confirmed':
      return over(
        withStep(sum, {
          step_id: entry.stepId,
          status: 'succeeded',
          ended: true,
          output: { confirmed_by: entry.by, comment: entry.comment },
        }),
      );
    case 'skip_requested':
      return skipped(sum, entry);
    case 'retry_requested':
      return reset(sum, entry.stepId);
    case 'doubt_resolved':
      return resolved(sum, entry);
    case 'step_declined':
    case 'approval_expired':
      return withStep(sum, { step_id: entry.stepId, status: 'failed', ended: true, error: unapproved(entry) });
    case 'step_undone':
      return withStep(sum, { step_id: entry.stepId, status: 'undone', ended: true, output: entry.output });
    case 'step_undo_failed':
      return withStep(sum, { step_id: entry.stepId, error: entry.error });
    case 'execution_requested':
    case 'cancel_requested':
    case 'cancel_refused':
    case 'pause_requested':
    case 'resume_requested':
    case 'rollback_requested':
    case 'ungraceful_requested':
    // The engine writes down when it has enough of them.
    case 'step_approved':
    case 'lease_acquired':
    case 'execution_timed_out':
    case 'step_observed':
    case 'step_undo_started':
      return sum;
  }
}

function moved(status: ExecutionStatus): Pick<Projection, 'status' | 'pauseReason' | 'wakeAt'> {
  return { status, pauseReason: null, wakeAt: null };
}

function skipped(sum: Projection, entry: Said): Projection {
  const output = { skipped_by: entry.by, comment: entry.comment };
  return over(withStep(sum, { step_id: entry.stepId, status: 'skipped', ended: true, output }));
}

function reset(sum: Projection, stepId: string): Projection {
  return withStep(sum, { step_id: stepId, status: 'pending', reset: true, attempts: 0 });
}

function resolved(sum: Projection, entry: Extract<JournalEntry, { type: 'doubt_resolved' }>): Projection {
  switch (entry.resolution) {
    case 'done': {
      const output = { resolved_by: entry.by, comment: entry.comment };
      return over(withStep(sum, { step_id: entry.stepId, status: 'succeeded', ended: true, output, error: null }));
    }
    case 'redo':
      return reset(sum, entry.stepId);
    case 'skip':
      return skipped(sum, entry);
  }
}

/** The step that was patched last is over. */
function over(sum: Projection): Projection {
  return { ...sum, over: [...sum.over, sum.steps.at(-1)!.step_id] };
}

/** One row is updated once in a statement: patches of the same step become one. */
function withStep(sum: Projection, patch: StepPatch): Projection {
  const before = sum.steps.find((step) => step.step_id === patch.step_id);
  const others = sum.steps.filter((step) => step !== before);
  return { ...sum, steps: [...others, { ...before, ...patch }] };
}
