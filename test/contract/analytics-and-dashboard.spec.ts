import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { contractDocument, contractErrors, field, ServiceUnderTest, until } from '../api/running-service.js';
import { shapeFaults } from './shape.js';

let service: ServiceUnderTest;
let planId: string;

const TEST_COLUMNS = `test_id, plan_id, test_name, test_type, test_scope, created_by, status, overall_result,
  scheduled_for, started_at, completed_at, rto_ms, rpo_ms, created_at`;

async function addTest(id: string, fields: Readonly<Record<string, string | number | null>>): Promise<void> {
  const row = {
    status: 'completed',
    overall_result: 'passed',
    test_type: 'full',
    started_at: null,
    completed_at: null,
    rto_ms: null,
    rpo_ms: null,
    ...fields,
  };
  await service.sql(
    `INSERT INTO dr_test_results (${TEST_COLUMNS})
     SELECT $1, plan.id, 'a test', $2, 'all', plan.created_by, $3, $4, $5::timestamptz, $6, $7, $8, $9, $5
     FROM disaster_recovery_plans AS plan WHERE plan.plan_id = $10`,
    [
      id,
      row.test_type,
      row.status,
      row.overall_result,
      fields['scheduled_for'],
      row.started_at,
      row.completed_at,
      row.rto_ms,
      row.rpo_ms,
      planId,
    ],
  );
}

async function get(path: string): Promise<Json> {
  const answer = await service.call('GET', `/disaster-recovery${path}`);
  expect({ path, status: answer.status, ...(answer.status === 200 ? {} : { body: answer.body }) }).toEqual({
    path,
    status: 200,
  });
  return answer.body;
}

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const { request } = await contractDocument('1-create-disaster-recovery-plan');
  const created = await service.call('POST', '/disaster-recovery/plans', { body: request });
  planId = field(created.body, 'plan_id') as string;
  await service.call('POST', '/disaster-recovery/plans', { body: request });
});

afterAll(async () => {
  await service?.stop();
});

describe('before anything has happened', () => {
  test('analytics count nothing and average nothing', async () => {
    const body = await get('/analytics');
    expect(body).toMatchObject({
      overview: {
        total_plans: 2,
        active_plans: 2,
        total_tests: 0,
        successful_tests: 0,
        failed_tests: 0,
        total_failovers: 0,
        average_rto: null,
        average_rpo: null,
      },
      test_results: [],
      failover_analytics: [],
    });
    expect(field(body, 'plan_breakdown')).toHaveLength(2);
    expect(field(body, 'time_series')).toHaveLength(30);
  });

  test('the health of sites that nobody has probed is unknown', async () => {
    expect(field(await get('/dashboard'), 'system_health')).toEqual({
      primary_site: { status: 'unknown', uptime: null, capacity: 100, utilization: 75 },
      secondary_site: { status: 'unknown', uptime: null, capacity: 100, utilization: 25 },
    });
  });
});

describe('with tests and a failover', () => {
  let failedOverAt: string;

  beforeAll(async () => {
    const [march, day] = ['2024-03-10', '2024-03-11'];
    // 21:30 on the 9th in New York, whose clocks go forward on the 10th; 08:15 on the 10th in Kathmandu.
    await addTest('test_1', {
      scheduled_for: `${march}T02:30:00Z`,
      started_at: `${march}T02:30:00Z`,
      completed_at: `${march}T10:30:00Z`,
      rto_ms: 90_000,
      rpo_ms: 1_500,
    });
    await addTest('test_2', {
      scheduled_for: `${day}T03:59:59Z`,
      completed_at: `${day}T04:00:00Z`,
      overall_result: 'failed',
    });
    await addTest('test_3', {
      scheduled_for: `${day}T18:15:00Z`,
      completed_at: `${day}T18:30:00Z`,
      test_type: 'partial',
      overall_result: 'inconclusive',
    });
    await addTest('test_4', { scheduled_for: '2099-01-01T00:00:00Z', status: 'scheduled', overall_result: null });
    const { request } = await contractDocument('2-initiate-failover');
    const failover = await service.call('POST', `/disaster-recovery/plans/${planId}/failover`, { body: request });
    const id = field(failover.body, 'failover_id') as string;
    await until(async () => {
      const { body } = await service.call('GET', `/disaster-recovery/failovers/${id}/status`);
      return field(body, 'status') === 'completed' ? true : null;
    }, 'the failover had ended');
    failedOverAt = field(failover.body, 'started_at') as string;
  });

  test('7. analytics have the fields of the contract, one by one', async () => {
    const { response } = await contractDocument('7-get-dr-analytics');
    const averages = ['success_rate', 'average_rto', 'average_rpo'];
    const nullable = [
      ...averages.map((name) => `plan_breakdown[].${name}`),
      ...[...averages, 'average_duration'].map((name) => `test_results[].${name}`),
      ...averages.map((name) => `failover_analytics[].${name}`),
      'plan_breakdown[].last_test',
    ];
    const additions = ['plan_breakdown[].objective_rto', 'plan_breakdown[].objective_rpo'];
    expect(shapeFaults(response, await get('/analytics'), { nullable, additions })).toEqual([]);
  });

  test('7. every value is that of what has happened; a simulated failover is counted and measures nothing', async () => {
    const body = await get(`/analytics?plan_id=${planId}`);
    expect(body).toMatchObject({
      overview: {
        total_plans: 1,
        active_plans: 1,
        total_tests: 3,
        successful_tests: 1,
        failed_tests: 1,
        total_failovers: 1,
        successful_failovers: 1,
        failed_failovers: 0,
        average_rto: 1.5,
        average_rpo: 0.025,
      },
      plan_breakdown: [
        {
          plan_id: planId,
          tests: 3,
          success_rate: 0.5,
          average_rto: 1.5,
          average_rpo: 0.025,
          last_test: '2024-03-11T18:30:00Z',
          objective_rto: 240,
          objective_rpo: 60,
        },
      ],
      test_results: [
        { test_type: 'full', count: 2, success_rate: 0.5, average_duration: 480, average_rto: 1.5, average_rpo: 0.025 },
        {
          test_type: 'partial',
          count: 1,
          success_rate: null,
          average_duration: null,
          average_rto: null,
          average_rpo: null,
        },
      ],
      failover_analytics: [
        { failover_type: 'planned', count: 1, success_rate: 1, average_rto: null, average_rpo: null },
      ],
    });
    expect(
      Number(field((field(body, 'failover_analytics') as readonly Json[])[0]!, 'average_duration')),
    ).toBeGreaterThan(0);
    const days = (field(body, 'time_series') as readonly Json[]).filter((day) => field(day, 'failovers') !== 0);
    // The day may have ended since.
    expect(days).toMatchObject([{ date: failedOverAt.slice(0, 10), failovers: 1, tests_completed: 0 }]);
  });

  test.each([
    ['UTC', { '2024-03-10': [1, 1], '2024-03-11': [2, 2] }],
    // Summer time began at 07:00 UTC on the 10th: the 11th begins at 04:00 UTC there.
    ['America/New_York', { '2024-03-09': [1, 0], '2024-03-10': [1, 1], '2024-03-11': [1, 2] }],
    // +05:45: the 12th begins at 18:15 UTC.
    ['Asia/Kathmandu', { '2024-03-10': [1, 1], '2024-03-11': [1, 1], '2024-03-12': [1, 1] }],
    // -03:30 until 05:30 UTC on the 10th, then -02:30: 02:30 UTC is 23:00 on the 9th, 03:59:59 UTC 01:29 on the 11th.
    ['America/St_Johns', { '2024-03-09': [1, 0], '2024-03-10': [0, 1], '2024-03-11': [2, 2] }],
  ])('7. days begin when they begin in %s', async (zone, expected) => {
    const body = await get(`/analytics?date_from=2024-03-09&date_to=2024-03-12&timezone=${zone}`);
    const days = field(body, 'time_series') as readonly { readonly [name: string]: Json }[];
    expect(days.map((day) => day['date'])).toEqual(['2024-03-09', '2024-03-10', '2024-03-11', '2024-03-12']);
    const seen = Object.fromEntries(days.map((day) => [day['date'], [day['tests_scheduled'], day['tests_completed']]]));
    const nothing = Object.fromEntries(days.map((day) => [day['date'], [0, 0]]));
    expect(seen).toEqual({ ...nothing, ...expected });
  });

  test('7. a range includes both its ends, to the millisecond', async () => {
    const tests = async (from: string, to: string) =>
      field(field(await get(`/analytics?date_from=${from}&date_to=${to}`), 'overview'), 'total_tests');
    expect(await tests('2024-03-10T10:30:00Z', '2024-03-10T10:30:00Z')).toBe(1);
    expect(await tests('2024-03-10T10:30:00.001Z', '2024-03-11T03:59:59.999Z')).toBe(0);
    expect(await tests('2024-01-01T00:00:00Z', '2024-03-31T23:59:59Z')).toBe(3);
  });

  test('8. the dashboard has the fields of the contract, one by one', async () => {
    const { response } = await contractDocument('8-get-dr-dashboard');
    const body = await get(`/dashboard?plan_id=${planId}&timezone=America/Toronto`);
    const nullable = ['system_health.primary_site.uptime', 'system_health.secondary_site.uptime'];
    const additions = ['kind', 'plan_id', 'acknowledged_by', 'acknowledged_at', 'comment', 'resolved_at'].map(
      (name) => `alerts[].${name}`,
    );
    expect(shapeFaults(response, body, { nullable, additions: [...additions, 'protection', 'readiness'] })).toEqual([]);
    expect(body).toMatchObject({
      upcoming_tests: [
        {
          test_id: 'test_4',
          plan_id: planId,
          test_type: 'full',
          priority: 'critical',
          scheduled_for: '2099-01-01T00:00:00Z',
        },
      ],
    });
    const activities = (field(body, 'recent_activities') as readonly Json[]).map((each) => [
      field(each, 'type'),
      field(each, 'result'),
    ]);
    expect(activities).toEqual(
      expect.arrayContaining([
        ['failover_initiated', 'successful'],
        ['failover_completed', 'successful'],
        ['test_completed', 'passed'],
        ['test_scheduled', 'scheduled'],
      ]),
    );
    const times = (field(body, 'recent_activities') as readonly Json[]).map((each) =>
      Date.parse(field(each, 'timestamp') as string),
    );
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test('8. plans are due within seven days, and overdue when their time is over', async () => {
    const overview = async () => field(await get('/dashboard'), 'overview');
    const setNextTest = (value: string) =>
      service.sql(`UPDATE disaster_recovery_plans SET next_test = ${value} WHERE plan_id = $1`, [planId]);
    await service.sql(`UPDATE disaster_recovery_plans SET next_test = NULL`);
    await setNextTest(`now() + interval '6 days'`);
    expect(await overview()).toMatchObject({
      plans_due_for_testing: 1,
      plans_overdue_for_testing: 0,
      critical_plans: 2,
      total_plans: 2,
    });
    await setNextTest(`now() + interval '9 days'`);
    expect(await overview()).toMatchObject({ plans_due_for_testing: 0, plans_overdue_for_testing: 0 });
    // Before the plan was saved: its schedule starts nothing.
    await setNextTest(`now() - interval '1 day'`);
    expect(await overview()).toMatchObject({ plans_due_for_testing: 0, plans_overdue_for_testing: 1 });
    await setNextTest('NULL');
  });
});

describe('what can not be answered', () => {
  test.each([
    ['/analytics?timezone=Mars/Olympus', 'timezone'],
    ['/analytics?timezone=%2B05:30', 'timezone'],
    ['/dashboard?timezone=Mars/Olympus', 'timezone'],
    ['/analytics?date_from=yesterday', 'date_from'],
    ['/analytics?date_to=2024-02-30', 'date_to'],
    ['/analytics?date_to=', 'date_to'],
    ['/analytics?date_from=2024-02-02&date_to=2024-02-01', 'date_from'],
    ['/analytics?date_from=2020-01-01&date_to=2024-02-01', 'date_from'],
    ['/analytics?date_from=2024-01-01&date_from=2024-01-02', 'date_from'],
    ['/analytics?colour=red', 'colour'],
    ['/alerts?limit=0', 'limit'],
    ['/alerts?cursor=nonsense', 'cursor'],
  ])('%s is refused with 422 that names %s', async (path, name) => {
    const answer = await service.call('GET', `/disaster-recovery${path}`);
    expect(answer.status).toBe(422);
    expect(field(answer.body, 'error')).toBe('validation_failed');
    const issues = field(field(answer.body, 'details'), 'issues') as readonly string[];
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain(name);
  });

  test.each(['/analytics', '/dashboard', '/alerts'])('%s of an unknown plan is 404, word for word', async (path) => {
    const answer = await service.call('GET', `/disaster-recovery${path}?plan_id=plan_123456789`);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 404,
      body: (await contractErrors())['404'],
    });
  });
});
