import type { EntityManager } from 'typeorm';
import type { Readiness } from '#domain/trigger/trigger.js';

/**
 * By the last evaluation. What was found wrong since the active site began to fail, or right before, is what the
 * failover is for, and does not forbid it; nor does what nobody knows.
 */
const READINESS = /* sql */ `
  SELECT CASE
    WHEN readiness.evaluated_at IS NULL OR readiness.evaluated_version IS DISTINCT FROM plan.version
      OR readiness.evaluated_site IS DISTINCT FROM authority.active_site THEN 'unknown'
    WHEN EXISTS (
      SELECT FROM readiness_findings AS finding
      WHERE finding.plan_id = plan.id AND finding.resolved_at IS NULL AND finding.severity = 'error'
        AND finding.raised_at < coalesce(outage.since, now()) - interval '1 minute'
    ) THEN 'not_ready'
    ELSE 'ready'
  END AS readiness
  FROM disaster_recovery_plans AS plan
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  LEFT JOIN plan_readiness AS readiness ON readiness.plan_id = plan.id
  CROSS JOIN LATERAL (
    SELECT min(failing_since) AS since FROM site_check_states AS check_state
    WHERE check_state.plan_id = plan.id AND check_state.site = authority.active_site
  ) AS outage
  WHERE plan.id = $1
`;

/** Whether the plan would have worked before the outage that it is to be executed for. */
export async function planReadiness(manager: EntityManager, planRowId: string): Promise<Readiness> {
  const [row] = await manager.query<{ readiness: Readiness }[]>(READINESS, [planRowId]);
  return row?.readiness ?? 'unknown';
}
