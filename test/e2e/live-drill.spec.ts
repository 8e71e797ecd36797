import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresPair } from '#actions/testing/postgres-pair.js';
import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import type { PostgresCluster } from '#embedded/postgres-cluster.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { scheduleTest, testRequest, testResults } from '../support/dr-tests.js';
import { execution, intervene } from '../support/executions.js';
import { createPlan, keepSecret, readPlan } from '../support/plans.js';
import { tabletopPlan } from '../support/tabletop-plan.js';

type Targets = NonNullable<Body<'ComponentRequest'>['targets']>;

let service: IsolatedService;
let pair: PostgresPair;
let drill: PostgresCluster;

beforeAll(async () => {
  [service, pair] = await Promise.all([
    startIsolatedService({ SWEEP_INTERVAL_MS: '100', CANARY_INTERVAL_MS: '100' }),
    PostgresPair.start(),
  ]);
  drill = await pair.addStandby();
  await keepSecret(service, 'production', pair.primary.url());
  await keepSecret(service, 'drill', drill.url());
  await keepSecret(service, 'other-name', pair.primary.url());
});

afterAll(async () => {
  await pair?.destroy();
  await service?.stop();
});

/** Nobody listens there: whatever touched it would fail. */
const NOWHERE = 'postgres://nobody@127.0.0.1:1/postgres';

function livePlan(targets: Targets): Body<'PlanRequest'> {
  const plan = tabletopPlan();
  return {
    ...plan,
    components: [
      {
        ...plan.components[0]!,
        recovery_procedures: [
          'database_failover',
          'data_synchronization',
          'load_balancer_failover',
          'health_check_verification',
        ],
        targets,
      },
    ],
    failover_configuration: {
      ...plan.failover_configuration,
      traffic: {
        load_balancers: [
          {
            driver: 'haproxy',
            address: 'tcp://127.0.0.1:1',
            backend: 'app',
            servers: { primary: 'a', secondary: 'b' },
          },
        ],
      },
    },
    recovery_procedures: [],
  };
}

const sites = (): Targets => ({
  primary: { driver: 'postgres', url: 'secret://production' },
  secondary: { driver: 'postgres', url: NOWHERE },
});

function testOf(scheduledFor: Date, changes: Partial<Body<'TestRequest'>> = {}): Body<'TestRequest'> {
  const request = testRequest(scheduledFor, changes);
  return { ...request, test_scenarios: request.test_scenarios.slice(0, 1) };
}

const newPlan = (targets: Targets): Promise<string> => createPlan(service, livePlan(targets));
const results = (id: string): Promise<Body<'TestResults'>> => testResults(service, id);

describe('the test of a live plan', () => {
  it('is refused for a component without a drill target, and for a date in the past: 422 says why', async () => {
    const bare = await newPlan(sites());
    const refused = await service.send('POST', `/plans/${bare}/tests`, testOf(new Date(Date.now() + 60_000)));
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: 'validation_failed',
        details: { issues: [expect.stringContaining('comp_123456789 has no drill target')] },
      },
    });
    const plan = await newPlan({ ...sites(), drill: { driver: 'postgres', url: NOWHERE.replace(':1/', ':2/') } });
    const past = await service.send('POST', `/plans/${plan}/tests`, testOf(new Date('2024-04-01T00:00:00Z')));
    expect(past).toMatchObject({
      status: 422,
      body: { details: { issues: [expect.stringContaining('must not be in the past')] } },
    });
    const later = await scheduleTest(service, plan, testOf(new Date(Date.now() + 3_600_000)));
    const moved = await service.send('PATCH', `/tests/${later}`, { scheduled_for: '2024-04-01T00:00:00Z' });
    expect(moved.status).toBe(422);
  });

  it('is refused with the plan when its drill target is a production server', async () => {
    const url = NOWHERE.replace('/postgres', '/drill');
    const answer = await service.send('POST', '/plans', livePlan({ ...sites(), drill: { driver: 'postgres', url } }));
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'invalid_dr_plan', details: { field: 'components[0].targets.drill.url' } },
    });
  });

  it('is refused before its first step when two secrets hold the same server', async () => {
    const plan = await newPlan({ ...sites(), drill: { driver: 'postgres', url: 'secret://other-name' } });
    const id = await scheduleTest(service, plan, testOf(new Date()));
    const failed = await waitUntil(
      async () => {
        const now = await results(id);
        return now.status === 'failed' && now;
      },
      { what: 'the test is refused' },
    );
    expect(failed).toMatchObject({
      overall_result: 'failed',
      started_at: null,
      execution_id: null,
      recommendations: [expect.stringContaining('would touch production')],
    });
    expect(JSON.stringify(failed)).not.toContain(new URL(pair.primary.url()).port);
    expect((await service.send('GET', `/executions/${id}`)).status).toBe(404);
  });

  it('promotes and measures the drill target, waits for its clean-up, and leaves production alone', async () => {
    const plan = await newPlan({ ...sites(), drill: { driver: 'postgres', url: 'secret://drill' } });
    const params = { path: { plan_id: plan } };
    const lag = () => succeeded(service.api.GET('/disaster-recovery/plans/{plan_id}/lag', { params }));
    await waitUntil(async () => typeof (await lag()).components[0]?.last_canary_at === 'string', {
      what: 'a canary was written',
    });

    // What is lost is measured by the newest one that has come over.
    const copy = await pair.connect(drill);
    const arrived = async () =>
      (await copy.query('SELECT FROM public.dr_canary WHERE plan_id = $1', [plan])).rowCount === 1;
    await waitUntil(arrived, { what: 'the canary has come to the drill target' });

    const id = await scheduleTest(service, plan, testOf(new Date()));
    const paused = await waitUntil(
      async () => {
        const now = await results(id);
        return now.pause_reason === 'approval' && now;
      },
      { what: 'the test waits for its clean-up' },
    );
    expect(paused).toMatchObject({
      status: 'running',
      overall_result: null,
      cleanup: [{ status: 'waiting', name: 'Reset the drill target of Database Cluster' }],
    });
    await intervene(service, id, paused.cleanup[0]!.step_id, 'confirm', 'rebuilt');
    const ended = await waitUntil(
      async () => {
        const now = await results(id);
        return now.status === 'completed' && now;
      },
      { what: 'the test is over' },
    );
    expect(ended).toMatchObject({
      overall_result: 'passed',
      success_rate: 1,
      execution_mode: 'live',
      cleanup: [{ status: 'succeeded' }],
      measurements: { rto_ms: expect.any(Number), rpo_ms: expect.any(Number) },
      scenario_results: [
        {
          status: 'passed',
          rto_achieved: true,
          rpo_achieved: true,
          data_integrity_verified: true,
          performance_acceptable: true,
          issues: ['Database Cluster: not exercised: load_balancer_failover (routing is never touched by a test)'],
        },
      ],
    });

    const at = async (server: PostgresCluster): Promise<unknown> => {
      const client = await pair.connect(server);
      const { rows } = await client.query<{ standby: boolean; read_only: string }>(
        `SELECT pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only') AS read_only`,
      );
      return rows[0];
    };
    expect(await at(drill)).toEqual({ standby: false, read_only: 'off' });
    expect(await at(pair.primary)).toEqual({ standby: false, read_only: 'off' });
    const authority = await succeeded(service.api.GET('/disaster-recovery/plans/{plan_id}/authority', { params }));
    expect(authority.active_site).toBe('primary');
  });

  it('that finds its drill target not reset fails, and says so; a cancel while it waits ends it', async () => {
    const plan = await newPlan({ ...sites(), drill: { driver: 'postgres', url: 'secret://drill' } });
    const request = testOf(new Date(), { duration: 1 });
    const id = await scheduleTest(service, plan, request);
    await waitUntil(async () => (await results(id)).pause_reason === 'approval', { what: 'the test waits' });
    const { steps } = await execution(service, id);
    expect(steps[0]).toMatchObject({ status: 'failed', error: { code: 'wrong_role' } });
    const params = { path: { test_id: id } };
    const body = { comment: 'enough' };
    await succeeded(service.api.POST('/disaster-recovery/tests/{test_id}/cancel', { params, body }));
    const ended = await waitUntil(
      async () => {
        const now = await results(id);
        return now.status === 'cancelled' && now;
      },
      { what: 'the test is cancelled' },
    );
    expect(ended).toMatchObject({ overall_result: null, scenario_results: [{ status: 'failed' }] });
    expect(await readPlan(service, plan)).toMatchObject({ last_tested: null });
  });
});
