import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import type { AnalyticsRecord } from '#persistence/analytics/analytics-records.js';
import { AnalyticsRepository } from '#persistence/analytics/analytics-repository.js';
import { createDataSource } from '#persistence/data-source.js';
import { AnalyticsRangeError } from '#persistence/errors.js';
import { migrate } from '#persistence/migrate.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { apply, operation, type Operation } from './analytics-operations.js';
import { plainAnalytics, type Plans } from './analytics-plain.js';
import { seedPlan, type Seed } from './fixtures.js';

const ZONES = [
  'UTC',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Europe/London',
] as const;

/** Around the ends of months, of a year, and the two changes of clocks of 2024 in America and Europe. */
const instant = fc
  .tuple(
    fc.constantFrom('2024-01-01', '2024-02-29', '2024-03-10', '2024-03-31', '2024-11-03', '2024-12-31'),
    fc.integer({ min: -2 * 86_400, max: 2 * 86_400 }),
  )
  .map(([day, seconds]) => new Date(Date.parse(`${day}T00:00:00Z`) + seconds * 1000));

const bound = fc.oneof(
  fc.constant(null),
  instant,
  instant.map((at) => at.toISOString().slice(0, 10)),
);

let database: TestDatabase;
let source: DataSource;
let analytics: AnalyticsRepository;
let seeds: readonly Seed[];

beforeAll(async () => {
  database = await startDatabase();
  await migrate(database.url);
  source = await createDataSource({ url: database.url, poolSize: 2 }).initialize();
  // The operations set any status in any order; how many tests may run at once is not what is asked here.
  await source.query('DROP INDEX one_running_test_per_plan');
  analytics = new AnalyticsRepository(source);
  seeds = [await seedPlan(source), await seedPlan(source)];
});

afterAll(async () => {
  await source?.destroy();
  await database?.stop();
});

describe('roll-ups', () => {
  it('say what plain SQL over the rows says, after any operations, for any range, zone and plan', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(operation(instant), { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(bound, bound, fc.constantFrom(...ZONES), fc.constantFrom(null, 0, 1)), {
          minLength: 4,
          maxLength: 4,
        }),
        async (operations, filters) => {
          await runAll(operations);
          for (const [from, to, timeZone, plan] of filters) {
            const filter = { from, to, timeZone, planId: plan === null ? null : seeds[plan]!.plan.planId };
            const rolledUp = await analytics.read(filter).catch(refusedAsReversed);
            if (rolledUp === null) continue;
            compared += 1;
            expect(comparable(rolledUp)).toEqual(comparable(await plainAnalytics(source, filter, rolledUp.days)));
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(compared).toBeGreaterThan(80);
  });

  it('made anew are the same', async () => {
    const filter = { from: null, to: null, timeZone: 'UTC', planId: null };
    const before = await analytics.read(filter);
    await source.query('SELECT analytics_rebuild()');
    expect(comparable(await analytics.read(filter))).toEqual(comparable(before));
    expect(before.groups.length).toBeGreaterThan(0);
  });
});

function refusedAsReversed(error: unknown): null {
  if (error instanceof AnalyticsRangeError && error.fault === 'reversed') return null;
  throw error;
}

async function runAll(operations: readonly Operation[]): Promise<void> {
  for (const each of operations) {
    if (each.type === 'fold') await analytics.fold(each.batch);
    else await apply(source, each, seeds);
  }
}

/** Averages of floating-point numbers differ in their last digits by the order of summation. */
function comparable({ groups, plans, days }: Pick<AnalyticsRecord, 'groups' | 'days'> & { readonly plans: Plans }) {
  // A little more first: halves, which microseconds divided by small counts often are, would be rounded either way.
  const nine = (value: number | null) => value && Number((value * (1 + 1e-12)).toPrecision(9));
  return {
    groups: groups.map((group) => ({
      ...group,
      success_rate: nine(group.success_rate),
      average_rto: nine(group.average_rto),
      average_rpo: nine(group.average_rpo),
      average_duration_ms: nine(group.average_duration_ms),
    })),
    plans: plans.map((plan) => ({
      plan_id: plan.plan_id,
      tests: plan.tests,
      success_rate: nine(plan.success_rate),
      average_rto: nine(plan.average_rto),
      average_rpo: nine(plan.average_rpo),
      last_test: plan.last_test?.toISOString() ?? null,
    })),
    days,
  };
}
