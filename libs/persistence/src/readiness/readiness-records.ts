import type { Finding } from '#domain/readiness/finding.js';
import type { ReadinessStatus } from '#domain/readiness/readiness.js';
import type { PlanRecord } from '../records.js';

export interface ReadinessSummary {
  readonly planId: string;
  readonly status: ReadinessStatus;
  /** 0 to 100; null: nothing is known, or nothing can be. */
  readonly score: number | null;
}

export interface FindingRecord extends Finding {
  readonly findingId: string;
  readonly raisedAt: Date;
  readonly lastSeenAt: Date;
  readonly acknowledgedAt: Date | null;
  /** Subject of the admin. */
  readonly acknowledgedBy: string | null;
  readonly acknowledgedUntil: Date | null;
  readonly comment: string | null;
  readonly resolvedAt: Date | null;
}

export interface PlanReadiness extends ReadinessSummary {
  /** Why there is nothing to evaluate; null where there is. */
  readonly why: string | null;
  readonly evaluatedAt: Date | null;
  readonly evaluatedVersion: number | null;
  readonly nextEvaluation: Date | null;
  readonly requestedAt: Date | null;
  /** Those that are not over, the worst first, and those that were resolved lately. */
  readonly findings: readonly FindingRecord[];
}

/** A plan that an evaluator has to itself for a while. */
export interface ClaimedPlan {
  readonly plan: PlanRecord;
  /** Steps that live failovers of this version have done. */
  readonly exercisedSteps: readonly string[];
  /** Executions of the plan that wait for people. */
  readonly waiting: readonly string[];
}
