/** An achieved value in milliseconds. What can not be one (negative, NaN, above 31 years) was not measured. */
const measured = (value: string) => `CASE WHEN ${value} BETWEEN 0 AND 1e12 THEN round((${value})::numeric, 3) END`;

const NOTHING_MEASURED = 'NULL::numeric, NULL::numeric, NULL::numeric';

/**
 * What tests add to the analytics: one where they were scheduled, another where they ended.
 * @param rows a relation with the columns of dr_test_results.
 */
export const testContributions = (rows: string): string => `
  SELECT plan_id, 'test'::text AS kind, test_type AS type, coalesce(scheduled_for, created_at) AS at,
    1 AS scheduled, 0 AS total, 0 AS successful, 0 AS failed, ${NOTHING_MEASURED}
  FROM ${rows} WHERE status <> 'cancelled'
  UNION ALL
  SELECT plan_id, 'test', test_type, coalesce(completed_at, created_at),
    0, 1,
    (status = 'completed' AND coalesce(overall_result = 'passed', false))::integer,
    (status = 'failed' OR coalesce(overall_result = 'failed', false))::integer,
    ${measured('coalesce(extract(epoch FROM completed_at - started_at) * 1000, duration * 60000)::double precision')},
    ${measured('rto_ms')}, ${measured('rpo_ms')}
  FROM ${rows} WHERE status IN ('completed', 'failed')
`;

const outcome = (name: string) => `
  CASE WHEN execution.mode = 'live' AND jsonb_typeof(execution.outcome #> '{measurements,${name}}') = 'number'
    THEN (execution.outcome #>> '{measurements,${name}}')::numeric END
`;

/** What failovers add: all of it where they were requested. A simulated one moved nothing and measured nothing. */
export const failoverContributions = (failovers: string, executions: string): string => `
  SELECT execution.plan_id, 'failover'::text AS kind, failover.failover_type AS type, execution.requested_at AS at,
    0 AS scheduled, 1 AS total,
    (execution.status IN ('completed', 'completed_with_exceptions'))::integer AS successful,
    (execution.status IN ('failed', 'rolled_back'))::integer AS failed,
    ${measured('extract(epoch FROM execution.completed_at - execution.requested_at) * 1000')},
    ${measured(outcome('rto_ms'))}, ${measured(outcome('rpo_ms'))}
  FROM ${failovers} AS failover JOIN ${executions} AS execution ON execution.execution_id = failover.failover_id
`;

/** The names of what the two above select. */
export const CONTRIBUTION =
  'plan_id, kind, type, at, scheduled, total, successful, failed, duration_ms, rto_ms, rpo_ms';

/** Columns of every roll-up, beside what they are rolled up by. Sums are exact, so that they can be taken back. */
export const MEASURES = [
  'scheduled',
  'total',
  'successful',
  'failed',
  'duration_count',
  'duration_ms',
  'rto_count',
  'rto_ms',
  'rpo_count',
  'rpo_ms',
] as const;

/** Adds up contributions; those whose `sign` is -1 are taken back. */
export const SUMS = `
  sum(sign * scheduled) AS scheduled, sum(sign * total) AS total,
  sum(sign * successful) AS successful, sum(sign * failed) AS failed,
  ${['duration', 'rto', 'rpo']
    .map(
      (name) => `coalesce(sum(sign) FILTER (WHERE ${name}_ms IS NOT NULL), 0) AS ${name}_count,
        coalesce(sum(sign * ${name}_ms), 0) AS ${name}_ms`,
    )
    .join(', ')}
`;
