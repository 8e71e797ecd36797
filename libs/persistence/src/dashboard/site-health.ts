import { ofPlans, type Which } from '../of-plans.js';
import { IS_DOWN, IS_FRESH } from '../site-health/check-state.js';

/** Days of UTC, this one included, over which uptime is computed. */
export const UPTIME_DAYS = 30;

/**
 * A plan's site is unhealthy when one of its checks is down, unknown when one was not made lately. Of several plans:
 * healthy or unhealthy when all that are known are, else degraded.
 */
export const siteHealth = (which: Which) => /* sql */ `
  WITH site (name) AS (VALUES ('primary'), ('secondary')), of_plan AS (
    SELECT check_state.site, bool_or(${IS_DOWN} AND ${IS_FRESH}) AS down,
      bool_and(coalesce(${IS_FRESH}, false)) AS known
    FROM site_check_states AS check_state
    JOIN disaster_recovery_plans AS plan ON plan.id = check_state.plan_id AND plan.status = 'active'
    WHERE ${ofPlans(which, 'check_state.plan_id')}
    GROUP BY check_state.plan_id, check_state.site
  ), status AS (
    SELECT site, count(*) FILTER (WHERE down) AS down, count(*) FILTER (WHERE known AND NOT coalesce(down, false)) AS up
    FROM of_plan GROUP BY site
  ), uptime AS (
    SELECT health.site, 100 * sum(health.ok) / nullif(sum(health.ok + health.failed), 0)::double precision AS percent
    FROM site_health_days AS health
    JOIN disaster_recovery_plans AS plan ON plan.id = health.plan_id AND plan.status = 'active'
    WHERE health.day > (now() AT TIME ZONE 'UTC')::date - ${UPTIME_DAYS} AND ${ofPlans(which, 'health.plan_id')}
    GROUP BY health.site
  ), said AS (
    SELECT site.name, avg((configuration.document ->> 'capacity')::numeric) AS capacity,
      avg((configuration.document ->> 'utilization')::numeric) AS utilization
    FROM site
    JOIN disaster_recovery_plans AS plan ON ${ofPlans(which, 'plan.id')} ${which === 'all' ? `AND plan.status = 'active'` : ''}
    CROSS JOIN LATERAL (SELECT plan.failover_configuration -> (site.name || '_site') OFFSET 0) AS configuration (document)
    GROUP BY site.name
  )
  SELECT site.name,
    CASE WHEN coalesce(status.down, 0) + coalesce(status.up, 0) = 0 THEN 'unknown'
      WHEN status.down = 0 THEN 'healthy' WHEN status.up = 0 THEN 'unhealthy' ELSE 'degraded' END AS status,
    uptime.percent AS uptime, round(said.capacity, 3)::double precision AS capacity,
    round(said.utilization, 3)::double precision AS utilization
  FROM site
  LEFT JOIN status ON status.site = site.name
  LEFT JOIN uptime ON uptime.site = site.name
  LEFT JOIN said ON said.name = site.name
`;
