import type { FailureReport } from '#domain/execution/failure-report.js';
import type { JournalEntry, PauseReason } from '#domain/execution/journal-entry.js';
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
  readonly started: boolean;
  readonly ended: boolean;
  readonly outcome: Json;
  readonly error: FailureReport | null;
  readonly authorityTo: Site | null;
  /** Ids of the steps that are over now, and were not before. */
  readonly over: readonly string[];
  readonly steps: readonly StepPatch[];
}

const NOTHING: Projection = {
  status: null,
  pauseReason: null,
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
      return { ...sum, status: 'running', pauseReason: null, started: true };
    case 'execution_resumed':
      return { ...sum, status: 'running', pauseReason: null };
    case 'execution_paused':
      return { ...sum, status: 'paused', pauseReason: entry.reason };
    case 'rollback_started':
      return { ...sum, status: 'rolling_back', pauseReason: null };
    case 'execution_ended':
      return {
        ...sum,
        status: entry.status,
        pauseReason: null,
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
      return over(
        withStep(sum, {
          step_id: entry.stepId,
          status: 'skipped',
          ended: true,
          output: { skipped_by: entry.by, comment: entry.comment },
        }),
      );
    case 'retry_requested':
      return withStep(sum, { step_id: entry.stepId, status: 'pending', reset: true, attempts: 0 });
    case 'step_undone':
      return withStep(sum, { step_id: entry.stepId, status: 'undone', ended: true, output: entry.output });
    case 'step_undo_failed':
      return withStep(sum, { step_id: entry.stepId, error: entry.error });
    case 'execution_requested':
    case 'cancel_requested':
    case 'cancel_refused':
    case 'lease_acquired':
    case 'execution_timed_out':
    case 'step_undo_started':
      return sum;
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
