import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Child } from '../../lab/process/child.js';
import { startNodeChild } from '../../lab/process/node-child.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';

type Document = Record<string, unknown>;

interface TestView {
  readonly test_id: string;
  readonly status: string;
  readonly source: string;
  readonly scheduled_for: string;
}

const TIMES = { LEASE_TTL_MS: '1000', SWEEP_INTERVAL_MS: '100', SHUTDOWN_GRACE_MS: '200', LOG_LEVEL: 'warn' };

let service: IsolatedService;
let database: pg.Client;
let workers: readonly Child[];

function document(name: string): Document {
  const url = new URL(`../contract/documents/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { request: Document }).request;
}

/** A worker beside the one that the service supervises. */
async function startWorker(name: string): Promise<Child> {
  const { child } = await startNodeChild({
    name,
    module: new URL('../../apps/worker/src/main.js', import.meta.url),
    env: { ...TIMES, DATABASE_URL: service.service.databaseUrl, SECRETS_KEY: service.service.secrets.SECRETS_KEY },
  });
  return child;
}

beforeAll(async () => {
  service = await startIsolatedService(TIMES);
  database = new pg.Client({ connectionString: service.service.databaseUrl });
  await database.connect();
  workers = await Promise.all([startWorker('second worker'), startWorker('third worker')]);
});

afterAll(async () => {
  await Promise.all((workers ?? []).map((worker) => worker.stop()));
  await database?.end();
  await service?.stop();
});

async function createPlan(changes: Document = {}): Promise<string> {
  const plan = { ...document('1-create-disaster-recovery-plan'), ...changes };
  return (await service.call<{ plan_id: string }>('POST', '/plans', plan)).plan_id;
}

async function schedule(planId: string, scheduledFor: Date): Promise<string> {
  const body = { ...document('5-schedule-dr-test'), scheduled_for: scheduledFor.toISOString() };
  return (await service.call<TestView>('POST', `/plans/${planId}/tests`, body)).test_id;
}

const inMs = (ms: number): Date => new Date(Date.now() + ms);
const view = (id: string): Promise<TestView> => service.call('GET', `/tests/${id}`);

function untilCompleted(id: string): Promise<TestView> {
  return waitUntil(
    async () => {
      const test = await view(id);
      return test.status === 'completed' && test;
    },
    { what: `${id} is completed` },
  );
}

/** How often each thing was journalled that must happen once. */
async function happened(id: string): Promise<readonly number[]> {
  const { rows } = await database.query<{
    requested: number;
    started: number;
    ended: number;
    steps: number;
    begun: number;
  }>(
    `SELECT count(*) FILTER (WHERE entry ->> 'type' = 'execution_requested')::int AS requested,
            count(*) FILTER (WHERE entry ->> 'type' = 'execution_started')::int AS started,
            count(*) FILTER (WHERE entry ->> 'type' = 'execution_ended')::int AS ended,
            count(DISTINCT entry ->> 'stepId') FILTER (WHERE entry ->> 'type' = 'step_started')::int AS steps,
            count(*) FILTER (WHERE entry ->> 'type' = 'step_started')::int AS begun
     FROM execution_journal WHERE execution_id = $1`,
    [id],
  );
  const { requested, started, ended, steps, begun } = rows[0]!;
  return [requested, started, ended, begun - steps];
}

describe('with three workers', () => {
  it('every test that is due runs once', async () => {
    const plans = await Promise.all(Array.from({ length: 6 }, () => createPlan()));
    const at = inMs(700);
    const ids = await Promise.all(plans.flatMap((plan) => [schedule(plan, at), schedule(plan, at)]));
    expect((await view(ids[0]!)).status).toBe('scheduled');
    for (const id of ids) await untilCompleted(id);
    for (const id of ids) expect(await happened(id)).toEqual([1, 1, 1, 0]);
  });

  it('a schedule starts one test when its date comes, and is moved on by it', async () => {
    const next = inMs(1_500);
    const testing_schedule = {
      frequency: 'weekly',
      next_test: next.toISOString(),
      test_scope: 'full',
      timezone: 'America/Toronto',
    };
    const plan = await createPlan({ testing_schedule });
    const tests = async () => (await service.call<{ tests: TestView[] }>('GET', `/tests?plan_id=${plan}`)).tests;
    expect(await tests()).toEqual([]);
    await waitUntil(async () => (await tests())[0]?.status === 'completed', { what: 'the schedule has tested' });
    const moved = await service.call<{ next_test: string; last_tested: string }>('GET', `/plans/${plan}`);
    const days = (Date.parse(moved.next_test) - next.getTime()) / 86_400_000;
    // A week by the clocks of Toronto, an hour more or less where they change.
    expect(days).toBeCloseTo(7, 1);
    expect(Date.parse(moved.last_tested)).toBeGreaterThanOrEqual(next.getTime());
    expect(await tests()).toMatchObject([{ source: 'schedule', status: 'completed' }]);
    expect((await tests())[0]!.scheduled_for).toBe(next.toISOString().replace('.000Z', 'Z'));
  });

  it('a date that lay in the past when the plan was saved starts nothing', async () => {
    const old = await createPlan();
    // A later plan whose date has come proves that the scheduler has looked since.
    const due = await createPlan({
      testing_schedule: { frequency: 'weekly', next_test: inMs(300).toISOString() },
    });
    const tests = async (plan: string) =>
      (await service.call<{ tests: TestView[] }>('GET', `/tests?plan_id=${plan}`)).tests;
    await waitUntil(async () => (await tests(due)).length > 0, { what: 'the later schedule has started a test' });
    expect(await tests(old)).toEqual([]);
    expect(await service.call('GET', `/plans/${old}`)).toMatchObject({
      last_tested: null,
      next_test: '2024-04-01T00:00:00Z',
    });
  });
});

describe('survives', () => {
  it('the death of every worker before the test is due', async () => {
    const plan = await createPlan();
    const id = await schedule(plan, inMs(1_000));
    await Promise.all(workers.map((worker) => worker.kill()));
    service.service.killWorker('SIGKILL');
    await untilCompleted(id);
    expect(await happened(id)).toEqual([1, 1, 1, 0]);
  });

  it('the death of a worker between the end of a test and its results', async () => {
    const id = await schedule(await createPlan(), inMs(0));
    await untilCompleted(id);
    const results = await service.call('GET', `/tests/${id}/results`);
    // As it is when a worker dies there: the execution has ended, and nobody has judged it.
    await database.query(
      `UPDATE dr_test_results SET status = 'running', completed_at = NULL, overall_result = NULL, success_rate = NULL,
         scenario_results = NULL, success_criteria_results = NULL, recommendations = '{}' WHERE test_id = $1`,
      [id],
    );
    await untilCompleted(id);
    expect(await service.call('GET', `/tests/${id}/results`)).toEqual(results);
  });

  it('the loss of everything in the queue', async () => {
    const id = await schedule(await createPlan(), inMs(500));
    const { rows } = await database.query<{ tablename: string }>(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' AND tablename LIKE '%job%'`,
    );
    for (const { tablename } of rows) await database.query(`TRUNCATE bullmq."${tablename}" CASCADE`);
    await untilCompleted(id);
    expect(await happened(id)).toEqual([1, 1, 1, 0]);
  });
});

describe('a person', () => {
  it('moves a test, which then runs when the new time comes', async () => {
    const id = await schedule(await createPlan(), new Date('2099-01-01T00:00:00Z'));
    await service.call('PATCH', `/tests/${id}`, { scheduled_for: '2020-01-01T00:00:00Z' });
    await untilCompleted(id);
    expect((await service.send('PATCH', `/tests/${id}`, { scheduled_for: '2099-01-01T00:00:00Z' })).status).toBe(409);
  });

  it('cancels a test before its time, and it never runs', async () => {
    const plan = await createPlan();
    const id = await schedule(plan, inMs(600));
    await service.call('POST', `/tests/${id}/cancel`);
    // Another one of the same time has run: this one was passed over.
    await untilCompleted(await schedule(plan, inMs(600)));
    expect(await view(id)).toMatchObject({ status: 'cancelled', started_at: null });
    expect(await happened(id)).toEqual([0, 0, 0, 0]);
  });
});
