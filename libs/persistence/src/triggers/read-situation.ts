import type { EntityManager } from 'typeorm';
import type { Site } from '#domain/plan/plan-document.js';
import type { LastFailover, TriggerSituation } from '#domain/trigger/decide-trigger.js';
import type { Trigger, TriggerSource } from '#domain/trigger/trigger.js';
import type { CheckView } from '#domain/trigger/vantage-view.js';
import type { PlanRecord } from '../records.js';
import { IS_FRESH, IS_KNOWN } from '../site-health/check-state.js';
import { automationOf } from './automation-state.js';
import { planReadiness } from './plan-readiness.js';

const ms = (instant: string) => `(extract(epoch FROM ${instant}) * 1000)::float8`;

const LAST_FAILOVER = /* sql */ `
  SELECT failover.execution_id AS "failoverId", failover.completed_at IS NOT NULL AS over,
    ${ms('failover.requested_at')} AS "requestedAt", ${ms('failover.completed_at')} AS "endedAt",
    acknowledgement.execution_id IS NOT NULL AS "cooldownAcknowledged"
  FROM executions AS failover
  LEFT JOIN cooldown_acknowledgements AS acknowledgement ON acknowledgement.execution_id = failover.execution_id
  WHERE failover.plan_id = $1 AND failover.kind = 'failover' AND failover.mode = 'live'
  ORDER BY failover.completed_at IS NULL DESC, failover.completed_at DESC LIMIT 1
`;

const CHECKS = /* sql */ `
  SELECT check_state.location, check_state.site, ${IS_FRESH} AS fresh, ${ms('check_state.checked_at')} AS "checkedAt",
    check_state.failures, check_state.threshold, ${ms('check_state.failing_since')} AS "failingSince",
    ${ms('check_state.slow_since')} AS "slowSince", ${ms('check_state.healthy_at')} AS "healthyAt",
    ${ms('check_state.stable_at')} AS "stableAt", check_state.last_error AS error
  FROM site_check_states AS check_state
  WHERE check_state.plan_id = $1 AND ${IS_KNOWN}
`;

/** A vantage point that sees nothing at all any more has lost its own network, and not every site of every plan. */
const SUSPECTS = /* sql */ `
  SELECT check_state.location FROM site_check_states AS check_state WHERE ${IS_FRESH}
  GROUP BY check_state.location HAVING bool_and(check_state.failures > 0)
`;

const CLOCK = /* sql */ `
  SELECT ${ms('now()')} AS now, (
    SELECT ${ms('max(last_at)')} FROM trigger_decisions
    WHERE plan_id = $1 AND site = $2 AND decision = 'started'
  ) AS "lastStartedAt"
`;

/** The newest failover of a plan that was no simulation. */
export async function lastFailover(manager: EntityManager, planRowId: string): Promise<LastFailover | null> {
  const rows = await manager.query<LastFailover[]>(LAST_FAILOVER, [planRowId]);
  return rows[0] ?? null;
}

interface Clock {
  readonly now: number;
  readonly lastStartedAt: number | null;
}

/** All that decides about a trigger of the plan. */
export async function readSituation(
  manager: EntityManager,
  plan: PlanRecord,
  trigger: Trigger,
  source: TriggerSource,
): Promise<TriggerSituation> {
  const activeSite: Site = plan.activeSite;
  const [clock] = await manager.query<Clock[]>(CLOCK, [plan.id, activeSite]);
  const suspects = await manager.query<{ location: string }[]>(SUSPECTS);
  return {
    trigger,
    source,
    ...clock!,
    plan: {
      active: plan.status === 'active',
      live: plan.mode === 'live',
      activeSite,
      configuration: plan.document.failover_configuration,
    },
    automation: {
      global: (await automationOf(manager, null)).enabled,
      plan: (await automationOf(manager, plan.id)).enabled,
    },
    lastFailover: await lastFailover(manager, plan.id),
    checks: await manager.query<CheckView[]>(CHECKS, [plan.id]),
    suspects: new Set(suspects.map(({ location }) => location)),
    readiness: await planReadiness(manager, plan.id),
  };
}
