import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { contractDocument, field, ServiceUnderTest, until, type Answer } from '../api/running-service.js';
import { shapeFaults } from './shape.js';

let service: ServiceUnderTest;
let planId: string;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const { request } = await contractDocument('1-create-disaster-recovery-plan');
  planId = text((await service.call('POST', '/disaster-recovery/plans', { body: request })).body, 'plan_id');
});

afterAll(async () => {
  await service?.stop();
});

function text(value: Json, name: string): string {
  const found = field(value, name);
  if (typeof found !== 'string') throw new Error(`${name} is no text`);
  return found;
}

const ADDITIONS = ['execution_mode', 'exercise', 'source', 'execution_id', 'pause_reason'];
const RESULTS_ADDITIONS = [...ADDITIONS, 'measurements', 'cleanup'];

async function schedule(changes: object = {}, dropped: readonly string[] = []): Promise<Answer> {
  const { request } = await contractDocument('5-schedule-dr-test');
  const body = Object.fromEntries(
    Object.entries({ ...request, ...changes }).filter(([name]) => !dropped.includes(name)),
  );
  return service.call('POST', `/disaster-recovery/plans/${planId}/tests`, { body });
}

async function get(path: string): Promise<Json> {
  const answer = await service.call('GET', `/disaster-recovery/tests/${path}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

const FUTURE = { scheduled_for: '2099-01-01T00:00:00Z' };

describe('5. schedule a DR test', () => {
  test('answers the literal request as the contract shows, field by field and value by value', async () => {
    const { response } = await contractDocument('5-schedule-dr-test');
    const answer = await schedule();
    expect(answer.status).toBe(201);
    expect(shapeFaults(response, answer.body, { additions: ADDITIONS })).toEqual([]);
    const { test_id: _id, plan_id: _plan, created_at: _at, ...literal } = response;
    expect(answer.body).toMatchObject({ ...literal, plan_id: planId });
    expect(Object.keys(answer.body as object).slice(0, Object.keys(response).length)).toEqual(Object.keys(response));
  });

  test('what is not said has a default', async () => {
    const dropped = ['description', 'test_scope', 'duration', 'test_environment', 'success_criteria', 'notifications'];
    const answer = await schedule(FUTURE, [...dropped, 'scheduled_by']);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      description: '',
      test_scope: 'all_components',
      duration: 480,
      test_environment: { isolation: 'isolated', cleanup_after_test: true },
      notifications: { on_start: true, recipients: ['admin@delivery.com', 'ops@delivery.com'] },
      scheduled_by: 'admin_123456789',
    });
    expect(field(answer.body, 'success_criteria')).toHaveLength(5);
  });

  test('422 names everything that is wrong at once, and nothing is written', async () => {
    // Only these: tests that are due begin meanwhile.
    const scheduled = () => service.sql('SELECT test_id FROM dr_test_results ORDER BY test_id');
    const before = await scheduled();
    const malformed = await schedule({ duration: 0, scheduled_for: 'soon', success_criteria: [''] }, ['test_name']);
    expect(malformed.status).toBe(422);
    expect(field(field(malformed.body, 'details'), 'issues')).toEqual([
      'Missing required field: test_name',
      expect.stringContaining('Invalid scheduled_for value'),
      expect.stringContaining('Invalid duration value'),
      expect.stringContaining('Invalid success_criteria value'),
    ]);
    const scenario = { scenario_id: 's', name: 's', components: ['comp_unknown'] };
    const senseless = await schedule({ test_scenarios: [scenario, { ...scenario, components: [] }] });
    expect(senseless.status).toBe(422);
    expect(field(senseless.body, 'error')).toBe('validation_failed');
    expect(field(field(senseless.body, 'details'), 'issues')).toEqual([
      expect.stringContaining('scenario_id s must be unique'),
      expect.stringContaining('test_scenarios[1].components value: must name at least one'),
      expect.stringContaining('unknown component comp_unknown'),
    ]);
    expect(await scheduled()).toEqual(before);
  });

  test('404, 403: of a plan that is not there, for somebody else, without permission', async () => {
    const { request } = await contractDocument('5-schedule-dr-test');
    const path = `/disaster-recovery/plans/${planId}/tests`;
    const absent = await service.call('POST', '/disaster-recovery/plans/plan_0/tests', { body: request });
    expect({ status: absent.status, error: field(absent.body, 'error') }).toEqual({
      status: 404,
      error: 'plan_not_found',
    });
    const token = await service.token({ subject: 'operator_1', roles: ['operator'] });
    expect((await service.call('POST', path, { body: request, token })).status).toBe(403);
    const viewer = await service.token({ roles: ['viewer'] });
    expect((await service.call('POST', path, { body: request, token: viewer })).status).toBe(403);
    for (const sub of ['', '/results']) {
      const answer = await service.call('GET', `/disaster-recovery/tests/test_0${sub}`);
      expect({ status: answer.status, body: answer.body }).toMatchObject({
        status: 404,
        body: { error: 'test_not_found', details: { test_id: 'test_0' } },
      });
    }
  });
});

describe('6. get the results of a DR test', () => {
  test('before it is over they have the same fields, and say so', async () => {
    const { response } = await contractDocument('6-get-dr-test-results');
    const id = text((await schedule(FUTURE)).body, 'test_id');
    const results = await get(`${id}/results`);
    const nullable = ['started_at', 'completed_at', 'duration', 'overall_result', 'success_rate'];
    expect(shapeFaults(response, results, { additions: RESULTS_ADDITIONS, nullable })).toEqual([]);
    expect(results).toMatchObject({
      status: 'scheduled',
      overall_result: null,
      success_rate: null,
      scenario_results: [],
      success_criteria_results: [],
      recommendations: [],
      next_test: expect.stringMatching(/-01T00:00:00Z$/),
    });
  });

  test('the literal test of the contract ends as it shows, field by field, and claims nothing', async () => {
    const { response } = await contractDocument('6-get-dr-test-results');
    const id = text((await schedule()).body, 'test_id');
    const results = await until(async () => {
      const now = await get(`${id}/results`);
      return field(now, 'status') === 'completed' ? now : null;
    }, 'the test was over');
    expect(shapeFaults(response, results, { additions: RESULTS_ADDITIONS })).toEqual([]);
    expect(results).toMatchObject({
      test_id: id,
      plan_id: planId,
      test_name: 'Q1 2024 DR Test',
      overall_result: 'inconclusive',
      success_rate: 0,
      execution_mode: 'simulation',
      measurements: { rto_ms: null, rpo_ms: null },
    });
    expect(field(results, 'duration')).toBeGreaterThan(0);
    for (const scenario of field(results, 'scenario_results') as readonly Json[]) {
      expect(scenario).toMatchObject({
        status: 'simulated',
        rto_achieved: false,
        rpo_achieved: false,
        data_integrity_verified: false,
        performance_acceptable: false,
        issues: ['simulated: nothing was measured'],
      });
    }
    const criteria = field(results, 'success_criteria_results') as readonly Json[];
    expect(criteria.map((criterion) => field(criterion, 'status'))).toEqual(Array(5).fill('not_evaluated'));
  });

  test('a test of everything moves the plan on to its next date', async () => {
    const plan = (await service.call('GET', `/disaster-recovery/plans/${planId}`)).body;
    expect(field(plan, 'last_tested')).toMatch(/Z$/);
    const next = new Date(text(plan, 'next_test'));
    expect(next.getTime()).toBeGreaterThan(Date.now());
    expect(next.toISOString()).toMatch(/-(01|04|07|10)-01T00:00:00\.000Z$/);
  });

  test('a person assesses what no measurement answers; a walk-through can fail by that, and never pass', async () => {
    const id = text((await schedule({ success_criteria: ['Phones work', 'RTO targets met'] })).body, 'test_id');
    await until(async () => (field(await get(id), 'status') === 'completed' ? true : null), 'the test was over');
    const assess = (criteria: string, status: string) =>
      service.call('POST', `/disaster-recovery/tests/${id}/criteria/assess`, {
        body: { criteria, status, details: 'called everybody' },
      });
    const passed = await assess('phones work.', 'passed');
    expect(passed.status).toBe(200);
    expect(field(passed.body, 'success_criteria_results')).toMatchObject([
      { criteria: 'Phones work', status: 'passed', details: 'called everybody', assessed_by: 'admin_123456789' },
      { status: 'not_evaluated' },
    ]);
    expect(field((await assess('RTO targets met', 'passed')).body, 'overall_result')).toBe('inconclusive');
    expect(field((await assess('Phones work', 'failed')).body, 'overall_result')).toBe('failed');
    expect((await assess('Nobody panics', 'passed')).status).toBe(404);
    expect((await assess('Phones work', 'maybe')).status).toBe(422);
  });
});

describe('tests are listed, moved and cancelled', () => {
  test('newest first, by pages, of a plan and in a state', async () => {
    const page = async (query: string): Promise<Json> =>
      (await service.call('GET', `/disaster-recovery/tests?plan_id=${planId}&${query}`)).body;
    // Those that are due run meanwhile, and a page would show them otherwise than the one before.
    const all = await until(async () => {
      const tests = field(await page('limit=200'), 'tests') as readonly Json[];
      const areAtRest = tests.every(
        (one) => field(one, 'status') === 'completed' || text(one, 'scheduled_for') === FUTURE.scheduled_for,
      );
      return areAtRest ? tests : null;
    }, 'no test was under way');
    const seen: Json[] = [];
    for (let cursor: Json = ''; cursor !== null;) {
      const answer: Json = await page(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...(field(answer, 'tests') as readonly Json[]));
      if (field(answer, 'next_cursor') === null) break;
      cursor = text(answer, 'next_cursor');
    }
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(3);
    const scheduled = field(await page('status=scheduled'), 'tests') as readonly Json[];
    expect(scheduled.map((one) => field(one, 'status'))).toEqual(Array(scheduled.length).fill('scheduled'));
    for (const wrong of ['status=lost', 'limit=0', 'cursor=AAAA', 'colour=red']) {
      expect((await service.call('GET', `/disaster-recovery/tests?${wrong}`)).status).toBe(422);
    }
  });

  test('only while they wait', async () => {
    const id = text((await schedule(FUTURE)).body, 'test_id');
    const send = (method: string, sub: string, body?: object) =>
      service.call(method, `/disaster-recovery/tests/${id}${sub}`, { body });
    const moved = await send('PATCH', '', { scheduled_for: '2098-01-01T00:00:00+01:00' });
    expect(moved.body).toMatchObject({ status: 'scheduled', scheduled_for: '2097-12-31T23:00:00Z' });
    const cancelled = await send('POST', '/cancel', {});
    expect({ status: cancelled.status, body: cancelled.body }).toMatchObject({
      status: 202,
      body: { status: 'cancelled', started_at: null },
    });
    for (const again of [await send('POST', '/cancel'), await send('PATCH', '', FUTURE)]) {
      expect({ status: again.status, body: again.body }).toMatchObject({
        status: 409,
        body: { error: 'state_conflict', details: { status: 'cancelled' } },
      });
    }
    expect(await get(`${id}/results`)).toMatchObject({ status: 'cancelled', overall_result: null });
  });
});

test('a testing schedule that can not be kept is refused with the plan', async () => {
  const { request } = await contractDocument('1-create-disaster-recovery-plan');
  const testing_schedule = { frequency: 'now and then', timezone: 'Mars/Olympus' };
  const answer = await service.call('POST', '/disaster-recovery/plans', { body: { ...request, testing_schedule } });
  expect(answer.status).toBe(400);
  expect(field(field(answer.body, 'details'), 'issues')).toMatchObject([
    { field: 'testing_schedule.frequency' },
    { field: 'testing_schedule.timezone' },
  ]);
});
