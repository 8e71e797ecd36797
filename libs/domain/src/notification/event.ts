import type { FailureReport } from '../execution/failure-report.js';
import type { PauseReason } from '../execution/journal-entry.js';
import type { ExecutionKind, ExecutionMode, FailoverType } from '../runbook/runbook.js';

/** What executions tell of themselves. `paused` means: it waits for a person. */
export const MOMENTS = [
  'started',
  'paused',
  'completed',
  'completed_with_exceptions',
  'failed',
  'rolled_back',
  'cancelled',
] as const;
export type Moment = (typeof MOMENTS)[number];

/** A step that a paused execution waits with. */
export interface WaitingStep {
  readonly step_id: string;
  readonly name: string;
  readonly status: string;
}

/** What was true in the moment of the event; written by the database in the transaction of the change itself. */
export interface EventFacts {
  readonly pause_reason?: PauseReason | null;
  readonly error?: FailureReport | null;
  /** Achieved, milliseconds. */
  readonly rto_ms?: number | null;
  readonly rpo_ms?: number | null;
  /** A test's own verdict, where it had one. */
  readonly overall_result?: string | null;
  /** In the order of the runbook. */
  readonly steps?: readonly WaitingStep[] | null;
}

export interface NotificationEvent {
  readonly kind: ExecutionKind;
  readonly moment: Moment;
  readonly executionId: string;
  readonly mode: ExecutionMode;
  readonly planId: string;
  readonly planName: string;
  /** ISO 8601. */
  readonly at: string;
  readonly facts: EventFacts;
  readonly failoverType: FailoverType | null;
  /** Why the failover was asked for. */
  readonly reason: string | null;
}
