import { readinessScore, readinessStatus, type FindingCounts } from '#domain/readiness/readiness.js';
import { ofPlans, type Which } from '../of-plans.js';
import type { ReadinessSummary } from './readiness-records.js';

export interface SummaryRow {
  readonly plan_id: string;
  readonly mode: 'live' | 'simulation';
  readonly status: string;
  /** Null: never evaluated, or the plan is not what it was then. */
  readonly age_ms: number | null;
  readonly interval_ms: number | null;
  readonly errors: number;
  readonly warnings: number;
  readonly acknowledged: number;
  readonly infos: number;
}

const IS_ACKNOWLEDGED = /* sql */ `
  (finding.acknowledged_at IS NOT NULL AND (finding.acknowledged_until IS NULL OR finding.acknowledged_until > now()))
`;

/** What was found of another version, or while another site was the active one, says nothing of now. */
export const summaries = (condition: string) => /* sql */ `
  SELECT plan.plan_id, plan.execution_mode AS mode, plan.status,
    CASE WHEN readiness.evaluated_version = plan.version AND readiness.evaluated_site = authority.active_site
      THEN extract(epoch FROM now() - readiness.evaluated_at)::float8 * 1000 END AS age_ms,
    readiness.interval_ms, counts.*
  FROM disaster_recovery_plans AS plan
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  LEFT JOIN plan_readiness AS readiness ON readiness.plan_id = plan.id
  CROSS JOIN LATERAL (
    SELECT (count(*) FILTER (WHERE severity = 'error'))::integer AS errors,
      (count(*) FILTER (WHERE severity = 'warning' AND NOT ${IS_ACKNOWLEDGED}))::integer AS warnings,
      (count(*) FILTER (WHERE severity = 'warning' AND ${IS_ACKNOWLEDGED}))::integer AS acknowledged,
      (count(*) FILTER (WHERE severity = 'info' AND NOT ${IS_ACKNOWLEDGED}))::integer AS infos
    FROM readiness_findings AS finding WHERE finding.plan_id = plan.id AND finding.resolved_at IS NULL
  ) AS counts
  WHERE ${condition}
`;

/** Of the live plans in use. $1: row id of a plan, or null for all. */
export const liveSummaries = (which: Which) =>
  summaries(`plan.status = 'active' AND plan.execution_mode = 'live' AND ${ofPlans(which, 'plan.id')}`);

export function summaryOf(row: SummaryRow): ReadinessSummary {
  const { plan_id: planId, mode, status, age_ms: ageMs, interval_ms: intervalMs } = row;
  if (mode !== 'live' || status !== 'active') return { planId, status: 'not_applicable', score: null };
  if (ageMs === null || intervalMs === null) return { planId, status: 'unknown', score: null };
  const counts: FindingCounts = row;
  const age = { ageMs: Math.max(0, ageMs), intervalMs };
  return { planId, status: readinessStatus(counts, age), score: readinessScore(counts, age) };
}

const WORST_FIRST = ['not_ready', 'unknown', 'at_risk', 'ready'] as const;

/** Several plans are as ready as the worst of them; without a live plan there is nothing to be ready. */
export function worstOf(rows: readonly SummaryRow[]): Pick<ReadinessSummary, 'score' | 'status'> {
  const all = rows.map(summaryOf);
  const status = WORST_FIRST.find((one) => all.some((summary) => summary.status === one));
  const scores = all.flatMap(({ score }) => score ?? []);
  return { status: status ?? 'not_applicable', score: scores.length === 0 ? null : Math.min(...scores) };
}
