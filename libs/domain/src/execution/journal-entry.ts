import type { Json, JsonObject } from '../json.js';
import type { FailureReport } from './failure-report.js';

/** Why a paused execution waits. */
export type PauseReason = 'approval' | 'failed_step' | 'in_doubt' | 'operator';

/** What somebody has said, and when it became durable. */
export interface Word {
  readonly by: string;
  readonly at: Date;
  readonly comment: string;
}

/** Why an execution compensates what it did. */
export type RollbackCause = 'failure' | 'cancel' | 'timeout' | 'operator';

/** What a person says of a step in doubt: its effect is there, it is to be done, or the execution goes on without it. */
export const DOUBT_RESOLUTIONS = ['done', 'redo', 'skip'] as const;
export type DoubtResolution = (typeof DOUBT_RESOLUTIONS)[number];

/** Written by the API on behalf of a person or a system; the engine reads them and acts. */
export type RequestEntry =
  | { readonly type: 'execution_requested'; readonly by: string; readonly data: JsonObject }
  | { readonly type: 'cancel_requested'; readonly by: string; readonly comment: string }
  | { readonly type: 'pause_requested'; readonly by: string; readonly comment: string }
  | { readonly type: 'resume_requested'; readonly by: string; readonly comment: string }
  | { readonly type: 'rollback_requested'; readonly by: string; readonly comment: string }
  /** A planned failover goes on as an unplanned one would. */
  | { readonly type: 'ungraceful_requested'; readonly by: string; readonly comment: string }
  /** A person says what became of a step that nobody else can tell of. */
  | {
      readonly type: 'doubt_resolved';
      readonly stepId: string;
      readonly resolution: DoubtResolution;
      readonly by: string;
      readonly comment: string;
    }
  | { readonly type: 'step_approved'; readonly stepId: string; readonly by: string; readonly comment: string }
  | { readonly type: 'step_declined'; readonly stepId: string; readonly by: string; readonly comment: string }
  | { readonly type: 'step_confirmed'; readonly stepId: string; readonly by: string; readonly comment: string }
  | { readonly type: 'retry_requested'; readonly stepId: string; readonly by: string; readonly comment: string }
  | { readonly type: 'skip_requested'; readonly stepId: string; readonly by: string; readonly comment: string };

/** Written by the engine alone, under the lease's epoch. */
export type EngineEntry =
  | { readonly type: 'lease_acquired'; readonly owner: string }
  | { readonly type: 'execution_started' }
  | { readonly type: 'execution_resumed' }
  | {
      readonly type: 'execution_paused';
      readonly reason: PauseReason;
      readonly stepIds: readonly string[];
      /** When it has something to do even if nobody asks for anything; ISO 8601. Absent: never. */
      readonly wakeAt?: string;
    }
  | { readonly type: 'execution_timed_out' }
  | { readonly type: 'cancel_refused'; readonly why: string }
  | { readonly type: 'rollback_started'; readonly cause: RollbackCause }
  | { readonly type: 'step_started'; readonly stepId: string; readonly attempt: number }
  /** What the step is about to change, as it was; durable before anything of it is changed. */
  | { readonly type: 'step_observed'; readonly stepId: string; readonly before: JsonObject }
  | {
      readonly type: 'step_attempt_failed';
      readonly stepId: string;
      readonly attempt: number;
      readonly error: FailureReport;
      readonly retryInMs: number;
    }
  | { readonly type: 'step_waiting'; readonly stepId: string; readonly task: string }
  /** Not enough people have approved in time. */
  | { readonly type: 'approval_expired'; readonly stepId: string }
  | {
      readonly type: 'step_succeeded';
      readonly stepId: string;
      readonly output: JsonObject;
      readonly durationMs: number;
      /** After a crash the world was asked and the effect was already there. */
      readonly foundDone: boolean;
    }
  | {
      readonly type: 'step_failed';
      readonly stepId: string;
      readonly error: FailureReport;
      readonly durationMs: number;
    }
  | { readonly type: 'step_in_doubt'; readonly stepId: string; readonly detail: string }
  | { readonly type: 'step_undo_started'; readonly stepId: string }
  | { readonly type: 'step_undone'; readonly stepId: string; readonly output: JsonObject }
  | { readonly type: 'step_undo_failed'; readonly stepId: string; readonly error: FailureReport }
  | { readonly type: 'authority_moved'; readonly to: 'primary' | 'secondary' }
  | {
      readonly type: 'execution_ended';
      readonly status: 'completed' | 'completed_with_exceptions' | 'failed' | 'cancelled' | 'rolled_back';
      readonly error: FailureReport | null;
      readonly outcome: Json;
    };

export type JournalEntry = RequestEntry | EngineEntry;

/** An entry as it was made durable. */
export interface JournalRecord {
  /** 1, 2, 3 … within an execution, without gaps. */
  readonly seq: number;
  /** Epoch of the lease it was written under; null for requests. */
  readonly epoch: number | null;
  /** Time of the database. */
  readonly at: Date;
  readonly entry: JournalEntry;
}
