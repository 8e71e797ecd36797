import type pg from 'pg';
import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { contractRequest } from './contract.js';

export const PLANS = 1_000;

/** All changes that there can be. */
const FOLD = 2_147_483_647;

/** One plan through the API, the others as copies of it. @returns the id of the first. */
export async function seedPlans(bench: IsolatedService, client: pg.Client): Promise<string> {
  const plan = await contractRequest('1-create-disaster-recovery-plan');
  const { plan_id } = await bench.call<{ plan_id: string }>('POST', '/plans', plan);
  await client.query(
    `INSERT INTO disaster_recovery_plans (plan_id, plan_name, description, scope, priority, rto, rpo, recovery_tier,
       components, failover_configuration, recovery_procedures, testing_schedule, created_by, execution_mode, next_test)
     SELECT 'plan_copy' || n, plan_name || ' ' || n, description, scope,
       (ARRAY['critical', 'high', 'medium', 'low'])[1 + n % 4], rto, rpo, recovery_tier, components,
       failover_configuration, recovery_procedures, testing_schedule, created_by, execution_mode,
       now() + (n % 100 - 5) * interval '1 day'
     FROM disaster_recovery_plans CROSS JOIN generate_series(2, $1::integer) AS n WHERE plan_id = $2`,
    [PLANS, plan_id],
  );
  await client.query(
    `INSERT INTO plan_authority (plan_id) SELECT id FROM disaster_recovery_plans ON CONFLICT DO NOTHING`,
  );
  return plan_id;
}

/** Three years of tests and failovers of all plans, spread evenly. The triggers see them as any others. */
export async function seedHistory(client: pg.Client, tests: number, failovers: number): Promise<void> {
  await client.query(
    'CREATE TEMP TABLE IF NOT EXISTS bench_plan AS SELECT id, created_by, row_number() OVER (ORDER BY plan_id) - 1 AS no FROM disaster_recovery_plans',
  );
  await client.query(
    `INSERT INTO dr_test_results (test_id, plan_id, test_name, test_type, test_scope, created_by, status, overall_result,
       scheduled_for, started_at, completed_at, duration, rto_ms, rpo_ms, created_at)
     SELECT 'test_' || gen_random_uuid(), plan.id, 'bench', (ARRAY['full', 'partial', 'tabletop'])[1 + n % 3], 'all',
       plan.created_by, CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'completed' END,
       CASE WHEN n % 20 = 0 THEN 'failed' WHEN n % 21 = 0 THEN 'inconclusive' ELSE 'passed' END,
       at, at, at + (10 + n % 400) * interval '1 minute', 10 + n % 400, 1000 * (n % 9000), 10 * (n % 900), at
     FROM (SELECT n, now() - random() * interval '3 years' - interval '7 hours' AS at FROM generate_series(1, $1::integer) AS n) AS test
     JOIN bench_plan AS plan ON plan.no = n % ${PLANS}`,
    [tests],
  );
  progress(`${tests} tests written`);
  await client.query(SEED_FAILOVERS, [failovers]);
  progress(`${failovers} failovers written`);
  await client.query('BEGIN');
  // The worker does the same in small batches; it lets us when it has finished one.
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('analytics_fold'))`);
  await client.query(`SELECT analytics_fold(${FOLD})`);
  await client.query('COMMIT');
  progress('rolled up');
  await client.query('VACUUM (ANALYZE)');
  // Years of changes at once leave behind them what years would not. A snapshot of the worker may keep it for a moment.
  await waitUntil(() => areDeltasSmall(client), {
    what: 'nothing is left of the changes that were rolled up',
    everyMs: 500,
  });
}

async function areDeltasSmall(client: pg.Client): Promise<boolean> {
  await client.query('VACUUM analytics_deltas');
  const { rows } = await client.query<{ bytes: string }>(`SELECT pg_relation_size('analytics_deltas') AS bytes`);
  process.stderr.write(`changes that wait to be rolled up: ${rows[0]!.bytes} bytes\n`);
  return Number(rows[0]!.bytes) < 1_000_000;
}

/** It takes minutes. */
function progress(what: string): void {
  process.stderr.write(`${what}\n`);
}

const SEED_FAILOVERS = `
  WITH execution AS (
    INSERT INTO executions (execution_id, kind, plan_id, plan_version, status, mode, priority, runbook, request, outcome,
      requested_at, started_at, completed_at, initiated_by)
    SELECT 'failover_' || gen_random_uuid(), 'failover', plan.id, 1,
      (ARRAY['completed', 'completed', 'completed_with_exceptions', 'failed'])[1 + n % 4], 'live', 'high', '{}', '{}',
      jsonb_build_object('measurements', jsonb_build_object('rto_ms', 500 + n % 90000, 'rpo_ms', n % 1000)),
      at, at, at + (n % 900) * interval '1 second', plan.created_by
    FROM (SELECT n, now() - random() * interval '3 years' - interval '1 hour' AS at FROM generate_series(1, $1::integer) AS n) AS failover
    JOIN bench_plan AS plan ON plan.no = (n * 7) % ${PLANS}
    RETURNING execution_id
  ), journal AS (
    INSERT INTO execution_journal (execution_id, seq, entry)
    SELECT execution_id, no, entry::jsonb FROM execution CROSS JOIN (VALUES
      (1, '{"type":"execution_requested","by":"bench","data":{}}'),
      (2, '{"type":"execution_ended","status":"completed","error":null,"outcome":null}')
    ) AS entry (no, entry)
  )
  INSERT INTO failovers (failover_id, failover_type, reason, components, failover_options, execution_options)
  SELECT execution_id, CASE WHEN execution_id < 'failover_8' THEN 'planned' ELSE 'unplanned' END, 'bench', '{}', '{}', '{}'
  FROM execution
`;

const TOTALS = `
  count(*), count(*) FILTER (WHERE status = 'completed' AND overall_result = 'passed'),
  avg(extract(epoch FROM completed_at - started_at)), avg(rto_ms), avg(rpo_ms), max(completed_at)
`;
const FAILOVER_TOTALS = `
  count(*), avg(extract(epoch FROM completed_at - requested_at)),
  avg((outcome #>> '{measurements,rto_ms}')::float8), avg((outcome #>> '{measurements,rpo_ms}')::float8)
`;
const JOINED = 'FROM executions AS e JOIN failovers ON failover_id = e.execution_id';

const plain = (tests: string, failovers: string) => `
  SELECT (SELECT json_agg(t) FROM (SELECT plan_id, test_type, ${TOTALS} FROM dr_test_results
      WHERE status IN ('completed', 'failed') ${tests} GROUP BY 1, 2) AS t),
    (SELECT json_agg(f) FROM (SELECT plan_id, failover_type, ${FAILOVER_TOTALS} ${JOINED} ${failovers} GROUP BY 1, 2) AS f)
`;

/** What the totals of analytics would cost without roll-ups. */
export const PLAIN_ALL = plain('', '');
const OF_PLAN = 'plan_id = (SELECT id FROM disaster_recovery_plans WHERE disaster_recovery_plans.plan_id = $1)';
export const PLAIN_ONE = plain(`AND ${OF_PLAN}`, `WHERE ${OF_PLAN}`);
