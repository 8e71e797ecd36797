import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { newPublicId } from '#persistence/public-id.js';
import type { Seed } from './fixtures.js';

/** What happens to tests and failovers, and to the roll-ups of them. `pick` chooses among the rows that there are. */
export type Operation =
  | { readonly type: 'add_test' | 'add_failover'; readonly plan: number; readonly row: Row }
  | { readonly type: 'change_test' | 'change_failover'; readonly pick: number; readonly row: Row }
  | { readonly type: 'change_all_tests'; readonly row: Row }
  | { readonly type: 'remove_test' | 'remove_execution' | 'remove_failover'; readonly pick: number }
  | { readonly type: 'fold'; readonly batch: number };

interface Row {
  readonly status: string;
  readonly result: string | null;
  readonly kind: string;
  readonly created: Date;
  readonly scheduled: Date | null;
  readonly ended: Date | null;
  readonly minutes: number | null;
  readonly rto: number | null;
  readonly rpo: number | null;
  readonly mode: string;
}

const row = (instant: fc.Arbitrary<Date>): fc.Arbitrary<Row> =>
  fc.record({
    status: fc.constantFrom('scheduled', 'running', 'completed', 'completed', 'failed', 'cancelled'),
    result: fc.constantFrom('passed', 'passed', 'failed', 'inconclusive', null),
    kind: fc.constantFrom('full', 'partial'),
    created: instant,
    scheduled: fc.option(instant, { nil: null }),
    ended: fc.option(instant, { nil: null }),
    minutes: fc.option(fc.integer({ min: 0, max: 600 }), { nil: null }),
    // Whole microseconds, which is what the roll-ups keep.
    rto: fc.option(
      fc.integer({ min: 1, max: 1e9 }).map((microseconds) => microseconds / 1000),
      { nil: null },
    ),
    rpo: fc.option(fc.constantFrom(0, 1.5, 1234.567, Number.NaN, -1, 1e30), { nil: null }),
    mode: fc.constantFrom('live', 'live', 'simulation'),
  });

const pick = fc.nat(1000);

export function operation(instant: fc.Arbitrary<Date>): fc.Arbitrary<Operation> {
  const rows = row(instant);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('add_test' as const), plan: fc.nat(1), row: rows }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('add_failover' as const), plan: fc.nat(1), row: rows }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('change_test', 'change_failover'), pick, row: rows }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('change_all_tests' as const), row: rows }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constantFrom('remove_test', 'remove_execution', 'remove_failover'), pick }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('fold' as const), batch: fc.integer({ min: 1, max: 20 }) }) },
  );
}

const ONE_TEST = `(SELECT id FROM dr_test_results ORDER BY id OFFSET $1 % greatest((SELECT count(*) FROM dr_test_results), 1) LIMIT 1)`;
const ONE_FAILOVER = `(SELECT failover_id FROM failovers ORDER BY 1 OFFSET $1 % greatest((SELECT count(*) FROM failovers), 1) LIMIT 1)`;

export async function apply(
  source: DataSource,
  change: Exclude<Operation, { readonly type: 'fold' }>,
  seeds: readonly Seed[],
): Promise<void> {
  switch (change.type) {
    case 'add_test':
      await source.query(
        `INSERT INTO dr_test_results (test_id, plan_id, test_name, test_scope, created_by, status, overall_result, test_type,
           created_at, scheduled_for, started_at, completed_at, duration, rto_ms, rpo_ms)
         VALUES ($1, $2, 'a test', 'all', $3, $4, $5, $6, $7, $8, NULL, $9, $10, $11, $12)`,
        [newPublicId('test'), seeds[change.plan]!.plan.id, seeds[0]!.admin.id, ...testValues(change.row)],
      );
      return;
    case 'change_test':
      await source.query(`${UPDATE_TEST} WHERE id = ${ONE_TEST}`, [change.pick, ...testValues(change.row)]);
      return;
    case 'change_all_tests':
      await source.query(`${UPDATE_TEST} WHERE $1::integer IS NOT NULL`, [0, ...testValues(change.row)]);
      return;
    case 'remove_test':
      await source.query(`DELETE FROM dr_test_results WHERE id = ${ONE_TEST}`, [change.pick]);
      return;
    case 'add_failover':
      await addFailover(source, change.row, seeds[change.plan]!);
      return;
    case 'change_failover':
      await source.query(
        `UPDATE executions SET status = $2, mode = $3, requested_at = $4, completed_at = $5, outcome = $6
         WHERE execution_id = ${ONE_FAILOVER}`,
        [change.pick, ...failoverValues(change.row)],
      );
      await source.query(`UPDATE failovers SET failover_type = $2 WHERE failover_id = ${ONE_FAILOVER}`, [
        change.pick,
        failoverType(change.row),
      ]);
      return;
    case 'remove_execution':
      await source.query(`DELETE FROM executions WHERE execution_id = ${ONE_FAILOVER}`, [change.pick]);
      return;
    case 'remove_failover':
      await source.query(`DELETE FROM failovers WHERE failover_id = ${ONE_FAILOVER}`, [change.pick]);
      return;
  }
}

const UPDATE_TEST = `UPDATE dr_test_results SET status = $2, overall_result = $3, test_type = $4, created_at = $5,
  scheduled_for = $6, completed_at = $7, duration = $8, rto_ms = $9, rpo_ms = $10`;

function testValues({ status, result, kind, created, scheduled, ended, minutes, rto, rpo }: Row): readonly unknown[] {
  return [status, result, kind, created, scheduled, ended, minutes, rto, rpo];
}

const FAILOVER_STATUS: Readonly<Record<string, string>> = {
  scheduled: 'rolled_back',
  running: 'completed_with_exceptions',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** Ended ones only: of those a plan may have any number. */
function failoverValues({ status, mode, created, ended, rto, rpo }: Row): readonly unknown[] {
  const outcome = { measurements: { rto_ms: rto, rpo_ms: Number.isNaN(rpo) ? 'none' : rpo } };
  return [FAILOVER_STATUS[status], mode, created, ended, JSON.stringify(outcome)];
}

function failoverType({ kind }: Row): string {
  return kind === 'full' ? 'planned' : 'unplanned';
}

/** As the service does it: the execution, then the failover, in one transaction. */
async function addFailover(source: DataSource, added: Row, { plan, admin }: Seed): Promise<void> {
  const id = newPublicId('failover');
  await source.transaction(async (manager) => {
    await manager.query(
      `INSERT INTO executions (execution_id, kind, plan_id, plan_version, priority, runbook, request,
         initiated_by, status, mode, requested_at, completed_at, outcome)
       VALUES ($1, 'failover', $2, 1, 'high', '{}', '{}', $3, $4, $5, $6, $7, $8)`,
      [id, plan.id, admin.id, ...failoverValues(added)],
    );
    await manager.query(
      `INSERT INTO failovers (failover_id, failover_type, reason, components, failover_options, execution_options)
       VALUES ($1, $2, 'a test', '{}', '{}', '{}')`,
      [id, failoverType(added)],
    );
  });
}
