import { ofPlans, type Which } from '../of-plans.js';
import { siteStates } from '../site-health/check-state.js';

/** Days of UTC, this one included, over which uptime is computed. */
export const UPTIME_DAYS = 30;

/**
 * A plan's site is unhealthy when its quorum of vantage points says so, unknown when one of its checks was not made
 * lately from anywhere. Of several plans: healthy or unhealthy when all that are known are, else degraded. Uptime is
 * what the middle one of the vantage points has seen: one that was cut off for a day says nothing of the site.
 */
export const siteHealth = (which: Which) => /* sql */ `
  WITH site (name) AS (VALUES ('primary'), ('secondary')), of_plan AS (
    ${siteStates(ofPlans(which, 'check_state.plan_id'))}
  ), status AS (
    SELECT site, count(*) FILTER (WHERE down) AS down, count(*) FILTER (WHERE known AND NOT coalesce(down, false)) AS up
    FROM of_plan GROUP BY site
  ), seen AS (
    SELECT health.site, 100 * sum(health.ok) / nullif(sum(health.ok + health.failed), 0)::double precision AS percent
    FROM site_health_days AS health
    JOIN disaster_recovery_plans AS plan ON plan.id = health.plan_id AND plan.status = 'active'
    WHERE health.day > (now() AT TIME ZONE 'UTC')::date - ${UPTIME_DAYS} AND ${ofPlans(which, 'health.plan_id')}
    GROUP BY health.site, health.location
  ), uptime AS (
    SELECT site, percentile_disc(0.5) WITHIN GROUP (ORDER BY percent DESC) AS percent FROM seen GROUP BY site
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
