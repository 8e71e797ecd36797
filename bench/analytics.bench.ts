import pg from 'pg';
import { startIsolatedService, type IsolatedService } from '../lab/service/isolated-service.js';
import { PLANS, PLAIN_ALL, PLAIN_ONE, seedHistory, seedPlans } from './support/analytics-history.js';
import { percentile } from './support/statistics.js';
import type { BenchResult, BenchRow } from './table.js';

export const title = 'Analytics and dashboard over 10⁴, 10⁵ and 10⁶ tests of 1,000 plans';

const SIZES = [10_000, 100_000, 1_000_000];
/** Failovers for each test. */
const FAILOVER_SHARE = 0.2;
const SAMPLES = 30;
const WARM_UP = 5;
const PLAIN_SAMPLES = 5;

export async function run(): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  const notes = [
    'Through the HTTP API, without dates: totals of all time and 30 days one by one. Targets: all plans 100 ms, one plan 20 ms.',
    'Plain SQL: the totals alone, from the rows, on the same database in the same run.',
  ];
  const bench = await startIsolatedService();
  const client = new pg.Client({ connectionString: bench.service.databaseUrl });
  try {
    await client.connect();
    const planId = await seedPlans(bench, client);
    let tests = 0;
    for (const size of SIZES) {
      const began = performance.now();
      await seedHistory(client, size - tests, Math.round((size - tests) * FAILOVER_SHARE));
      tests = size;
      process.stderr.write(`${size} tests are there; measuring …\n`);
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      notes.push(`${size.toLocaleString('en-US')} tests: seeded and rolled up in ${seconds} s after the step before.`);
      rows.push(...(await measure(bench, client, planId, `10${SUPERSCRIPT[Math.log10(size)]!}`)));
    }
    notes.push(`${PLANS.toLocaleString('en-US')} plans, and one failover to five tests.`);
    return { rows, notes };
  } finally {
    await client.end();
    await bench.stop();
  }
}

const SUPERSCRIPT: Readonly<Record<number, string>> = { 4: '⁴', 5: '⁵', 6: '⁶' };

async function measure(bench: IsolatedService, client: pg.Client, planId: string, size: string) {
  const plainAll = await sqlP95(client, PLAIN_ALL, []);
  const plainOne = await sqlP95(client, PLAIN_ONE, [planId]);
  const request = async (what: string, path: string, plain?: { readonly what: string; readonly value: number }) => {
    const value = await p95(SAMPLES, () => bench.call('GET', path));
    const row: BenchRow = { what: `${size} ${what}, p95`, value, unit: 'ms', samples: SAMPLES };
    process.stderr.write(`${row.what}: ${value.toFixed(1)} ms\n`);
    return plain === undefined ? row : { ...row, ratio: value / plain.value, against: plain.what };
  };
  const all: BenchRow = { what: `${size} plain SQL, all plans`, value: plainAll, unit: 'ms', samples: PLAIN_SAMPLES };
  const one: BenchRow = { what: `${size} plain SQL, one plan`, value: plainOne, unit: 'ms', samples: PLAIN_SAMPLES };
  return [
    all,
    await request('analytics, all plans', '/analytics', all),
    one,
    await request('analytics, one plan', `/analytics?plan_id=${planId}`, one),
    await request(
      'analytics, a year',
      '/analytics?date_from=2024-02-10&date_to=2025-02-09T12:34:56Z&timezone=America/Toronto',
    ),
    await request('dashboard', '/dashboard'),
    await request('dashboard, one plan', `/dashboard?plan_id=${planId}`),
  ];
}

async function sqlP95(client: pg.Client, statement: string, values: readonly unknown[]): Promise<number> {
  return p95(PLAIN_SAMPLES, () => client.query(statement, [...values]), 1);
}

async function p95(samples: number, work: () => Promise<unknown>, warmUp = WARM_UP): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < warmUp + samples; i++) {
    const began = performance.now();
    await work();
    if (i >= warmUp) times.push(performance.now() - began);
  }
  return percentile(times, 0.95);
}
