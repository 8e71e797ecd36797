import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import type { Child } from '../../lab/process/child.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { drTest, scheduleTest, testRequest, testResults, testsOf } from '../support/dr-tests.js';
import { createPlan, readPlan } from '../support/plans.js';
import { loseJobs } from '../support/queues.js';
import { tabletopPlan } from '../support/tabletop-plan.js';
import { startWorkerReplica } from '../support/worker-replica.js';

// Nothing here waits for a lease to run out, and a worker that stands still for a while must not lose one.
const TIMES = { LEASE_TTL_MS: '15000', SWEEP_INTERVAL_MS: '100', SHUTDOWN_GRACE_MS: '200', LOG_LEVEL: 'warn' };

let service: IsolatedService;
let database: pg.Client;
let workers: readonly Child[];

beforeAll(async () => {
  service = await startIsolatedService(TIMES);
  database = new pg.Client({ connectionString: service.service.databaseUrl });
  await database.connect();
  workers = await Promise.all([startWorkerReplica(service, TIMES), startWorkerReplica(service, TIMES)]);
});

afterAll(async () => {
  await Promise.all((workers ?? []).map((worker) => worker.stop()));
  await database?.end();
  await service?.stop();
});

const newPlan = (changes: Partial<Body<'PlanRequest'>> = {}): Promise<string> =>
  createPlan(service, { ...tabletopPlan(), ...changes });

const schedule = (planId: string, scheduledFor: Date): Promise<string> =>
  scheduleTest(service, planId, testRequest(scheduledFor));

/** Long after the tests of this file are over. */
const FAR = new Date('2099-01-01T00:00:00Z');

/** As if its time had come; nobody is told of it. */
const becomeDue = (id: string) =>
  database.query('UPDATE dr_test_results SET scheduled_for = now() WHERE test_id = $1', [id]);

const inMs = (ms: number): Date => new Date(Date.now() + ms);
const view = (id: string): Promise<Body<'Test'>> => drTest(service, id);

function untilCompleted(id: string): Promise<Body<'Test'>> {
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
    const plans = await Promise.all(Array.from({ length: 6 }, () => newPlan()));
    const at = inMs(700);
    const ids = await Promise.all(plans.flatMap((plan) => [schedule(plan, at), schedule(plan, at)]));
    for (const id of ids) await untilCompleted(id);
    for (const id of ids) expect(await happened(id)).toEqual([1, 1, 1, 0]);
  });

  it('a schedule starts one test when its date comes, and is moved on by it', async () => {
    const next = inMs(5_000);
    const testing_schedule = {
      frequency: 'weekly',
      next_test: next.toISOString(),
      test_scope: 'full',
      timezone: 'America/Toronto',
    };
    const plan = await newPlan({ testing_schedule });
    const tests = () => testsOf(service, plan);
    expect(await tests()).toEqual([]);
    await waitUntil(async () => (await tests())[0]?.status === 'completed', { what: 'the schedule has tested' });
    const moved = await readPlan(service, plan);
    const days = (Date.parse(moved.next_test!) - next.getTime()) / 86_400_000;
    // A week by the clocks of Toronto, an hour more or less where they change.
    expect(days).toBeCloseTo(7, 1);
    expect(Date.parse(moved.last_tested!)).toBeGreaterThanOrEqual(next.getTime());
    expect(await tests()).toMatchObject([{ source: 'schedule', status: 'completed' }]);
    expect((await tests())[0]!.scheduled_for).toBe(next.toISOString().replace('.000Z', 'Z'));
  });

  it('a date that lay in the past when the plan was saved starts nothing', async () => {
    const old = await newPlan();
    // A later plan whose date has come proves that the scheduler has looked since.
    const due = await newPlan({
      testing_schedule: { frequency: 'weekly', next_test: inMs(5_000).toISOString() },
    });
    const tests = (plan: string) => testsOf(service, plan);
    await waitUntil(async () => (await tests(due)).length > 0, { what: 'the later schedule has started a test' });
    expect(await tests(old)).toEqual([]);
    expect(await readPlan(service, old)).toMatchObject({
      last_tested: null,
      next_test: '2024-04-01T00:00:00Z',
    });
  });
});

describe('survives', () => {
  it('the death of every worker before the test is due', async () => {
    const plan = await newPlan();
    const id = await schedule(plan, FAR);
    await Promise.all(workers.map((worker) => worker.kill()));
    service.service.killWorker('SIGKILL');
    await becomeDue(id);
    await untilCompleted(id);
    expect(await happened(id)).toEqual([1, 1, 1, 0]);
  });

  it('the death of a worker between the end of a test and its results', async () => {
    const id = await schedule(await newPlan(), inMs(0));
    await untilCompleted(id);
    const results = await testResults(service, id);
    // As it is when a worker dies there: the execution has ended, and nobody has judged it.
    await database.query(
      `UPDATE dr_test_results SET status = 'running', completed_at = NULL, overall_result = NULL, success_rate = NULL,
         scenario_results = NULL, success_criteria_results = NULL, recommendations = '{}' WHERE test_id = $1`,
      [id],
    );
    await untilCompleted(id);
    expect(await testResults(service, id)).toEqual(results);
  });

  it('the loss of everything in the queue', async () => {
    const id = await schedule(await newPlan(), inMs(500));
    await loseJobs(service);
    await untilCompleted(id);
    expect(await happened(id)).toEqual([1, 1, 1, 0]);
  });
});

describe('a person', () => {
  it('moves a test, which then runs when the new time comes', async () => {
    const id = await schedule(await newPlan(), FAR);
    const params = { path: { test_id: id } };
    const moveTo = (scheduled_for: string) =>
      succeeded(service.api.PATCH('/disaster-recovery/tests/{test_id}', { params, body: { scheduled_for } }));
    await moveTo('2020-01-01T00:00:00Z');
    await untilCompleted(id);
    await expect(moveTo('2099-01-01T00:00:00Z')).rejects.toMatchObject({ status: 409 });
  });

  it('cancels a test before its time, and it never runs', async () => {
    const plan = await newPlan();
    const id = await schedule(plan, FAR);
    await succeeded(
      service.api.POST('/disaster-recovery/tests/{test_id}/cancel', { params: { path: { test_id: id } } }),
    );
    await becomeDue(id);
    // Another one that was due later has run: this one was passed over.
    await untilCompleted(await schedule(plan, inMs(0)));
    expect(await view(id)).toMatchObject({ status: 'cancelled', started_at: null });
    expect(await happened(id)).toEqual([0, 0, 0, 0]);
  });
});
