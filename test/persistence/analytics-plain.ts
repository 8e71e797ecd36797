import type { DataSource } from 'typeorm';
import type { AnalyticsFilter, DayTotals, GroupTotals, PlanTotals } from '#persistence/analytics/analytics-records.js';

/** A day of the zone, or an instant, as the first moment that is in the range, or the first after it. */
const FROM = `coalesce($1::timestamptz, $2::date::timestamp AT TIME ZONE $5, '-infinity')`;
const AFTER = `coalesce($3::timestamptz + interval '1 millisecond', ($4::date + 1)::timestamp AT TIME ZONE $5, 'infinity')`;

const measure = (name: string) => `CASE WHEN ${name} >= 0 AND ${name} <= 1e12 THEN ${name} END`;

/** Tests and failovers that count, written without a look at how the roll-ups are kept. */
const EVENTS = `
  SELECT plan_id, 'test' AS kind, test_type AS type, coalesce(completed_at, created_at) AS at,
    CASE WHEN status = 'failed' OR overall_result = 'failed' THEN 'failed'
      WHEN overall_result = 'passed' THEN 'passed' END AS verdict,
    ${measure('duration * 60000.0')} AS duration_ms, ${measure('rto_ms')} AS rto_ms, ${measure('rpo_ms')} AS rpo_ms
  FROM dr_test_results WHERE status IN ('completed', 'failed')
  UNION ALL
  SELECT plan_id, 'failover', failover_type, requested_at,
    CASE WHEN status LIKE 'completed%' THEN 'passed' WHEN status IN ('failed', 'rolled_back') THEN 'failed' END,
    ${measure('extract(epoch FROM completed_at - requested_at) * 1000')},
    ${measure(`(CASE WHEN mode = 'live' THEN outcome END #>> '{measurements,rto_ms}')::double precision`)},
    ${measure(`(CASE WHEN mode = 'live' THEN nullif(outcome #>> '{measurements,rpo_ms}', 'none') END)::double precision`)}
  FROM failovers JOIN executions ON execution_id = failover_id
`;

const RATE = `count(*) FILTER (WHERE verdict = 'passed')::float8 / nullif(count(verdict), 0)`;
const float = (value: string) => `(${value})::float8`;

export type Plans = readonly Omit<PlanTotals, 'plan_name' | 'objective_rto' | 'objective_rpo'>[];

/** The same as the roll-ups say, from the rows alone. @param days of which the series is to be made. */
export async function plainAnalytics(source: DataSource, filter: AnalyticsFilter, days: readonly DayTotals[]) {
  const { from, to, timeZone, planId } = filter;
  const values = [
    from instanceof Date ? from : null,
    typeof from === 'string' ? from : null,
    to instanceof Date ? to : null,
    typeof to === 'string' ? to : null,
    timeZone,
    planId,
  ];
  const inRange = `WITH event AS (
    SELECT event.*, plan.plan_id AS public_id FROM (${EVENTS}) AS event
    JOIN disaster_recovery_plans AS plan ON plan.id = event.plan_id
    WHERE at >= ${FROM} AND at < ${AFTER} AND ($6::text IS NULL OR plan.plan_id = $6))`;
  const groups = await source.query<GroupTotals[]>(
    `${inRange} SELECT kind, type, count(*)::integer AS total,
       (count(*) FILTER (WHERE verdict = 'passed'))::integer AS successful,
       (count(*) FILTER (WHERE verdict = 'failed'))::integer AS failed,
       ${float(RATE)} AS success_rate, ${float('avg(duration_ms)')} AS average_duration_ms,
       ${float('avg(rto_ms) / 60000')} AS average_rto, ${float('avg(rpo_ms) / 60000')} AS average_rpo
     FROM event GROUP BY GROUPING SETS ((), (kind), (kind, type)) HAVING count(*) > 0 ORDER BY kind, type`,
    values,
  );
  const plans = await source.query<Plans>(
    `${inRange} SELECT plan.plan_id, (count(*) FILTER (WHERE kind = 'test'))::integer AS tests,
       (SELECT ${float(RATE)} FROM event AS own WHERE own.plan_id = plan.id AND kind = 'test') AS success_rate,
       ${float('avg(rto_ms) / 60000')} AS average_rto, ${float('avg(rpo_ms) / 60000')} AS average_rpo,
       max(at) FILTER (WHERE kind = 'test') AS last_test
     FROM disaster_recovery_plans AS plan LEFT JOIN event ON event.plan_id = plan.id
     WHERE $6::text IS NULL OR plan.plan_id = $6
     GROUP BY plan.id ORDER BY plan.plan_name, plan.plan_id`,
    values,
  );
  return { groups, plans, days: await plainDays(source, values, days) };
}

function plainDays(source: DataSource, values: readonly unknown[], days: readonly DayTotals[]): Promise<DayTotals[]> {
  const onDay = (at: string) => `(${at} AT TIME ZONE $5)::date = day AND ${at} >= ${FROM} AND ${at} < ${AFTER}`;
  const ofPlan = `($6::text IS NULL OR plan_id = (SELECT id FROM disaster_recovery_plans AS plan WHERE plan.plan_id = $6))`;
  return source.query(
    `WITH event AS (${EVENTS})
     SELECT day::text AS date,
       (SELECT count(*)::integer FROM dr_test_results WHERE status <> 'cancelled'
         AND ${onDay('coalesce(scheduled_for, created_at)')} AND ${ofPlan}) AS tests_scheduled,
       (count(*) FILTER (WHERE kind = 'test'))::integer AS tests_completed,
       (count(*) FILTER (WHERE kind = 'test' AND verdict = 'passed'))::integer AS successful_tests,
       (count(*) FILTER (WHERE kind = 'test' AND verdict = 'failed'))::integer AS failed_tests,
       (count(*) FILTER (WHERE kind = 'failover'))::integer AS failovers
     FROM unnest($7::date[]) AS day LEFT JOIN event ON ${onDay('at')} AND ${ofPlan}
     GROUP BY day ORDER BY day`,
    [...values, days.map((day) => day.date)],
  );
}
