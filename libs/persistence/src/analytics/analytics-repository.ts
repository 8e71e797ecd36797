import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readConsistently, type Ask } from '../consistent-read.js';
import { SharedReads } from '../shared-reads.js';
import type { AnalyticsFilter, AnalyticsRecord, DayTotals, GroupTotals, PlanTotals } from './analytics-records.js';
import { analyticsScope, type AnalyticsScope } from './analytics-scope.js';
import { planFacts, timeFacts, Values } from './facts.js';

const average = (name: string) => `sum(${name}_ms) / nullif(sum(${name}_count), 0)`;
const minutes = (name: string) => `(${average(name)} / 60000)::double precision`;
/** What has ended without a verdict is neither a success nor a failure. */
const rate = (where: string) =>
  `(sum(successful) ${where} / nullif(sum(successful) ${where} + sum(failed) ${where}, 0)::double precision)`;

/** Exact, and then in types that are fast to add up again: of what is exact, PostgreSQL makes ever longer numbers. */
const sums = (...names: readonly string[]) =>
  names.map((name) => `sum(${name})::${name.endsWith('_ms') ? 'double precision' : 'integer'} AS ${name}`).join(', ');

const TESTS = `FILTER (WHERE kind = 'test')`;

/** One statement for groups and plans, so that the facts are read once; as JSON, which is faster than 1,000 rows. */
const totalsOf = (facts: string, plan: string) => /* sql */ `
  WITH fact AS MATERIALIZED (
    SELECT plan_id, kind, type, ${sums('total', 'successful', 'failed', 'duration_count', 'rto_count', 'rpo_count')},
      ${sums('duration_ms', 'rto_ms', 'rpo_ms')}
    FROM (${facts}) AS piece GROUP BY plan_id, kind, type
  ), by_group AS (
    SELECT kind, type, sum(total)::integer AS total, sum(successful)::integer AS successful,
      sum(failed)::integer AS failed, ${rate('')} AS success_rate,
      (${average('duration')})::double precision AS average_duration_ms,
      ${minutes('rto')} AS average_rto, ${minutes('rpo')} AS average_rpo
    FROM fact GROUP BY GROUPING SETS ((), (kind), (kind, type))
  ), by_plan AS (
    SELECT plan_id, (sum(total) ${TESTS})::integer AS tests, ${rate(TESTS)} AS success_rate,
      ${minutes('rto')} AS average_rto, ${minutes('rpo')} AS average_rpo
    FROM fact GROUP BY plan_id
  ), plans AS (
    SELECT plan.plan_id, plan.plan_name, coalesce(by_plan.tests, 0) AS tests, by_plan.success_rate,
      by_plan.average_rto, by_plan.average_rpo, plan.rto AS objective_rto, plan.rpo AS objective_rpo,
      CASE WHEN by_plan.tests > 0 THEN last_test.at END AS last_test
    FROM disaster_recovery_plans AS plan
    LEFT JOIN by_plan ON by_plan.plan_id = plan.id
    LEFT JOIN LATERAL (
      SELECT coalesce(test.completed_at, test.created_at) AS at FROM dr_test_results AS test
      WHERE test.plan_id = plan.id AND test.status IN ('completed', 'failed')
        AND coalesce(test.completed_at, test.created_at) >= coalesce($1::timestamptz, '-infinity')
        AND coalesce(test.completed_at, test.created_at) < coalesce($2::timestamptz, 'infinity')
      ORDER BY coalesce(test.completed_at, test.created_at) DESC LIMIT 1
    ) AS last_test ON by_plan.tests > 0
    ${plan}
    ORDER BY plan.plan_name, plan.plan_id
  )
  SELECT
    (SELECT json_agg(by_group ORDER BY kind, type) FROM by_group WHERE total > 0) AS groups,
    (SELECT json_agg(plans) FROM plans) AS plans
`;

const daysOf = (facts: string, zone: string, from: string, to: string) => /* sql */ `
  WITH by_day AS (
    SELECT (at AT TIME ZONE ${zone})::date AS day, kind, sum(scheduled) AS scheduled, sum(total) AS total,
      sum(successful) AS successful, sum(failed) AS failed
    FROM (${facts}) AS piece GROUP BY 1, 2
  )
  SELECT series.day::date::text AS date,
    coalesce(test.scheduled, 0)::integer AS tests_scheduled, coalesce(test.total, 0)::integer AS tests_completed,
    coalesce(test.successful, 0)::integer AS successful_tests, coalesce(test.failed, 0)::integer AS failed_tests,
    coalesce(failover.total, 0)::integer AS failovers
  FROM generate_series(
    (${from}::timestamptz AT TIME ZONE ${zone})::date::timestamp,
    ((${to}::timestamptz - interval '1 millisecond') AT TIME ZONE ${zone})::date::timestamp, '1 day'
  ) AS series (day)
  LEFT JOIN by_day AS test ON test.day = series.day::date AND test.kind = 'test'
  LEFT JOIN by_day AS failover ON failover.day = series.day::date AND failover.kind = 'failover'
  ORDER BY series.day
`;

interface TotalsRow {
  readonly groups: readonly GroupTotals[] | null;
  readonly plans: readonly (Omit<PlanTotals, 'last_test'> & { readonly last_test: string | null })[] | null;
}

@Injectable()
export class AnalyticsRepository {
  private readonly reads = new SharedReads<AnalyticsRecord>();

  constructor(private readonly source: DataSource) {}

  /** Everything as of one moment. @throws UnknownTimeZoneError, PlanNotFoundError, AnalyticsRangeError */
  async read(filter: AnalyticsFilter): Promise<AnalyticsRecord> {
    return this.reads.read(JSON.stringify(filter), () => readConsistently(this.source, (ask) => readAll(ask, filter)));
  }

  /** Moves changes into the roll-ups. @returns how many; 0 also while another session does it. */
  async fold(batch: number): Promise<number> {
    const rows = await this.source.query<{ folded: number }[]>('SELECT analytics_fold($1) AS folded', [batch]);
    return rows[0]!.folded;
  }
}

async function readAll(ask: Ask, filter: AnalyticsFilter): Promise<AnalyticsRecord> {
  const scope = await analyticsScope(ask, filter);
  const { groups, plans } = await readTotals(ask, scope);
  const { total, active } = await countPlans(ask, scope.planRowId);
  return {
    totalPlans: total,
    activePlans: active,
    groups: groups ?? [],
    plans: (plans ?? []).map((plan) => ({ ...plan, last_test: plan.last_test ? new Date(plan.last_test) : null })),
    days: await readDays(ask, scope, filter.timeZone),
    generatedAt: scope.now,
  };
}

async function readTotals(ask: Ask, { totals, planRowId }: AnalyticsScope): Promise<TotalsRow> {
  const values = new Values();
  values.add(totals.from);
  values.add(totals.to);
  const facts = planFacts({ span: totals, planRowId }, values);
  const plan = planRowId === null ? '' : `WHERE plan.id = ${values.add(planRowId)}`;
  // A range is planned by what lies in it. All time is the same statement again and again.
  const isRange = totals.from !== null || totals.to !== null;
  const name = isRange ? null : `analytics_totals_${planRowId === null ? 'of_all' : 'of_one'}`;
  const rows = await ask<TotalsRow>({ name, text: totalsOf(facts, plan), values: values.list });
  return rows[0]!;
}

async function readDays(ask: Ask, { series, planRowId }: AnalyticsScope, timeZone: string) {
  const values = new Values();
  const [zone, from, to] = [timeZone, series.from, series.to].map((value) => values.add(value)) as [
    string,
    string,
    string,
  ];
  const facts = timeFacts({ span: series, planRowId }, values);
  return ask<DayTotals>({ name: null, text: daysOf(facts, zone, from, to), values: values.list });
}

const COUNT_PLANS = /* sql */ `
  SELECT count(*)::integer AS total, (count(*) FILTER (WHERE status = 'active'))::integer AS active
  FROM disaster_recovery_plans WHERE $1::uuid IS NULL OR id = $1
`;

async function countPlans(ask: Ask, planRowId: string | null) {
  const statement = { name: 'analytics_plans', text: COUNT_PLANS, values: [planRowId] };
  const rows = await ask<{ readonly total: number; readonly active: number }>(statement);
  return rows[0]!;
}
