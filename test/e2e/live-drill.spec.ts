import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresPair } from '#actions/testing/postgres-pair.js';
import type { PostgresCluster } from '#embedded/postgres-cluster.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';

type Document = Record<string, unknown>;

interface Results {
  readonly status: string;
  readonly pause_reason: string | null;
  readonly overall_result: string | null;
  readonly cleanup: readonly { readonly step_id: string; readonly status: string }[];
}

let service: IsolatedService;
let pair: PostgresPair;
let drill: PostgresCluster;

beforeAll(async () => {
  [service, pair] = await Promise.all([
    startIsolatedService({ SWEEP_INTERVAL_MS: '100', CANARY_INTERVAL_MS: '100' }),
    PostgresPair.start(),
  ]);
  drill = await pair.addStandby();
  await keep('production', pair.primary.url());
  await keep('drill', drill.url());
  await keep('other-name', pair.primary.url());
});

afterAll(async () => {
  await pair?.destroy();
  await service?.stop();
});

async function keep(name: string, value: string): Promise<void> {
  await service.call('PUT', `/secrets/${name}`, { value });
}

function contract(name: string): Document {
  const url = new URL(`../contract/documents/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { request: Document }).request;
}

/** Nobody listens there: whatever touched it would fail. */
const NOWHERE = 'postgres://nobody@127.0.0.1:1/postgres';

function livePlan(targets: Document): Document {
  const plan = contract('1-create-disaster-recovery-plan') as {
    components: readonly Document[];
    failover_configuration: Document;
  };
  return {
    ...plan,
    components: [
      {
        ...plan.components[0],
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

const sites = () => ({
  primary: { driver: 'postgres', url: 'secret://production' },
  secondary: { driver: 'postgres', url: NOWHERE },
});

function testOf(scheduledFor: Date, changes: Document = {}): Document {
  const request = contract('5-schedule-dr-test') as { test_scenarios: readonly Document[] };
  return {
    ...request,
    scheduled_for: scheduledFor.toISOString(),
    test_scenarios: request.test_scenarios.slice(0, 1),
    ...changes,
  };
}

async function createPlan(targets: Document): Promise<string> {
  return (await service.call<{ plan_id: string }>('POST', '/plans', livePlan(targets))).plan_id;
}

describe('the test of a live plan', () => {
  it('is refused for a component without a drill target, and for a date in the past: 422 says why', async () => {
    const bare = await createPlan(sites());
    const refused = await service.send('POST', `/plans/${bare}/tests`, testOf(new Date(Date.now() + 60_000)));
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: 'validation_failed',
        details: { issues: [expect.stringContaining('comp_123456789 has no drill target')] },
      },
    });
    const plan = await createPlan({ ...sites(), drill: { driver: 'postgres', url: NOWHERE.replace(':1/', ':2/') } });
    const past = await service.send('POST', `/plans/${plan}/tests`, testOf(new Date('2024-04-01T00:00:00Z')));
    expect(past).toMatchObject({
      status: 422,
      body: { details: { issues: [expect.stringContaining('must not be in the past')] } },
    });
    const later = await service.call<{ test_id: string }>(
      'POST',
      `/plans/${plan}/tests`,
      testOf(new Date(Date.now() + 3_600_000)),
    );
    const moved = await service.send('PATCH', `/tests/${later.test_id}`, { scheduled_for: '2024-04-01T00:00:00Z' });
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
    const plan = await createPlan({ ...sites(), drill: { driver: 'postgres', url: 'secret://other-name' } });
    const { test_id: id } = await service.call<{ test_id: string }>('POST', `/plans/${plan}/tests`, testOf(new Date()));
    const failed = await waitUntil(
      async () => {
        const now = await service.call<Results>('GET', `/tests/${id}/results`);
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
    const plan = await createPlan({ ...sites(), drill: { driver: 'postgres', url: 'secret://drill' } });
    const lag = () => service.call<{ components: { last_canary_at: string | null }[] }>('GET', `/plans/${plan}/lag`);
    await waitUntil(async () => typeof (await lag()).components[0]?.last_canary_at === 'string', {
      what: 'a canary was written',
    });

    const { test_id: id } = await service.call<{ test_id: string }>('POST', `/plans/${plan}/tests`, testOf(new Date()));
    const results = () => service.call<Results>('GET', `/tests/${id}/results`);
    const paused = await waitUntil(
      async () => {
        const now = await results();
        return now.pause_reason === 'approval' && now;
      },
      { what: 'the test waits for its clean-up' },
    );
    expect(paused).toMatchObject({
      status: 'running',
      overall_result: null,
      cleanup: [{ status: 'waiting', name: 'Reset the drill target of Database Cluster' }],
    });
    await service.call('POST', `/executions/${id}/steps/${paused.cleanup[0]!.step_id}/confirm`, { comment: 'rebuilt' });
    const ended = await waitUntil(
      async () => {
        const now = await results();
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
    expect(await service.call('GET', `/plans/${plan}/authority`)).toMatchObject({ active_site: 'primary' });
  });

  it('that finds its drill target not reset fails, and says so; a cancel while it waits ends it', async () => {
    const plan = await createPlan({ ...sites(), drill: { driver: 'postgres', url: 'secret://drill' } });
    const request = testOf(new Date(), { duration: 1 });
    const { test_id: id } = await service.call<{ test_id: string }>('POST', `/plans/${plan}/tests`, request);
    const results = () => service.call<Results>('GET', `/tests/${id}/results`);
    await waitUntil(async () => (await results()).pause_reason === 'approval', { what: 'the test waits' });
    const { steps } = await service.call<{ steps: { step_id: string; status: string; error: Document | null }[] }>(
      'GET',
      `/executions/${id}`,
    );
    expect(steps[0]).toMatchObject({ status: 'failed', error: { code: 'wrong_role' } });
    const answer = await service.send('POST', `/tests/${id}/cancel`, { comment: 'enough' });
    expect(answer.status).toBe(202);
    const ended = await waitUntil(
      async () => {
        const now = await results();
        return now.status === 'cancelled' && now;
      },
      { what: 'the test is cancelled' },
    );
    expect(ended).toMatchObject({ overall_result: null, scenario_results: [{ status: 'failed' }] });
    expect(await service.call('GET', `/plans/${plan}`)).toMatchObject({ last_tested: null });
  });
});
