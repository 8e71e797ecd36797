import { ACTIVE_STATUSES } from '../active-statuses.js';

/** Seconds after which nobody has looked lately. */
const FRESH_S = 30;

/** Databases of live plans that stand at both sites. */
export const REPLICATED = /* sql */ `
  SELECT plan.id, plan.plan_id, component.value ->> 'component_id' AS component_id, authority.active_site,
    CASE authority.active_site WHEN 'primary' THEN 'secondary' ELSE 'primary' END AS passive_site, authority.epoch,
    component.value -> 'targets' AS targets
  FROM disaster_recovery_plans AS plan
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  CROSS JOIN LATERAL jsonb_array_elements(plan.components) AS component
  WHERE plan.status = 'active' AND plan.execution_mode = 'live'
    AND component.value -> 'recovery_procedures' ? 'database_failover'
    AND component.value -> 'targets' -> 'primary' ->> 'driver' = 'postgres'
    AND component.value -> 'targets' -> 'secondary' ->> 'driver' = 'postgres'
`;

/** The execution, if any, that makes the plan with a row id protected again. */
export const reprotectingOf = (planRowId: string) => /* sql */ `(
  SELECT execution.execution_id FROM executions AS execution
  WHERE execution.plan_id = ${planRowId} AND execution.kind = 'procedure'
    AND execution.request ->> 'operation' = 'reprotect'
    AND execution.status IN ${ACTIVE_STATUSES}
)`;

/**
 * What is known of them; what was seen of another site, or too long ago, is not known of this one.
 * @param condition on `replicated`, whose columns are those of `REPLICATED`.
 */
export const knownProtection = (condition: string) => /* sql */ `
  SELECT replicated.plan_id AS "planId", replicated.component_id AS "componentId", replicated.passive_site AS site,
    CASE WHEN known.is_fresh THEN known.state ELSE 'unknown' END AS state,
    CASE WHEN known.is_fresh THEN known.since END AS since, known.seen_at AS "seenAt",
    CASE WHEN known.is_fresh THEN known.detail ELSE 'nobody has looked lately' END AS detail, known.sight,
    ${reprotectingOf('replicated.id')} AS reprotecting
  FROM (${REPLICATED}) AS replicated
  LEFT JOIN LATERAL (
    SELECT protection.*, protection.seen_at > now() - interval '${FRESH_S} seconds' AS is_fresh
    FROM component_protections AS protection
    WHERE protection.plan_id = replicated.id AND protection.component_id = replicated.component_id
      AND protection.site = replicated.passive_site
  ) AS known ON true
  WHERE ${condition} ORDER BY 1, 2
`;
