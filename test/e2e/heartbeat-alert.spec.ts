import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { createPlan, keepSecret } from '../support/plans.js';
import { tabletopPlan } from '../support/tabletop-plan.js';

let service: IsolatedService;
let protectedDatabase: TestDatabase;
let planId: string;

beforeAll(async () => {
  protectedDatabase = await startDatabase();
  // Five missing heartbeats raise the alert: often enough a worker that only stands still for a while would miss them.
  service = await startIsolatedService({ SWEEP_INTERVAL_MS: '100', CANARY_INTERVAL_MS: '1000' });
  await keepSecret(service, 'protected', protectedDatabase.url);
  const plan = tabletopPlan();
  planId = await createPlan(service, {
    ...plan,
    components: [
      {
        ...plan.components[0]!,
        recovery_procedures: ['database_failover'],
        targets: {
          primary: { driver: 'postgres', url: 'secret://protected' },
          secondary: { driver: 'postgres', url: 'postgres://nobody@127.0.0.1:1/postgres' },
        },
      },
    ],
    recovery_procedures: [],
  });
});

afterAll(async () => {
  await service?.stop();
  await protectedDatabase?.stop();
});

const lag = async (): Promise<Body<'PlanLag'>['components'][number] | undefined> => {
  const params = { path: { plan_id: planId } };
  return (await succeeded(service.api.GET('/disaster-recovery/plans/{plan_id}/lag', { params }))).components[0];
};

const alerts = async (status: 'open' | 'resolved'): Promise<readonly Body<'Alert'>[]> => {
  const params = { query: { plan_id: planId, kind: 'heartbeat_missing', status } };
  return (await succeeded(service.api.GET('/disaster-recovery/alerts', { params }))).alerts;
};

const flowing = () =>
  waitUntil(
    async () => {
      const now = await lag();
      return typeof now?.last_canary_at === 'string' && now.failing_since === null;
    },
    { what: 'heartbeats flow' },
  );

/** On another port: what the secret holds follows it. */
async function startAgain(): Promise<void> {
  await protectedDatabase.cluster.start();
  await keepSecret(service, 'protected', protectedDatabase.cluster.url('test'));
}

describe('heartbeats of a protected database', () => {
  it('that stop raise one alert, which is over when they flow again', async () => {
    await flowing();
    expect(await alerts('open')).toEqual([]);

    await protectedDatabase.cluster.stop();
    const [alert] = await waitUntil(
      async () => {
        const open = await alerts('open');
        return open.length > 0 && open;
      },
      { what: 'the missing heartbeat is noticed' },
    );
    const { failing_since } = (await lag())!;
    expect(alert).toMatchObject({ type: 'error', severity: 'high', title: 'Heartbeat Missing', plan_id: planId });
    expect(alert!.message).toBe(
      'No heartbeat could be written into comp_123456789 of Primary Data Center DR Plan since ' +
        `${failing_since!.replace(/\.\d+Z$/, 'Z')}: its data loss can not be measured`,
    );

    await startAgain();
    await flowing();
    const resolved = await waitUntil(
      async () => {
        const over = await alerts('resolved');
        return over.length > 0 && over;
      },
      { what: 'the alert is over' },
    );
    expect(resolved.map(({ alert_id }) => alert_id)).toEqual([alert!.alert_id]);
    expect(await alerts('open')).toEqual([]);
  });

  it('are nobody’s concern once the plan is archived', async () => {
    await flowing();
    await protectedDatabase.cluster.stop();
    await waitUntil(async () => (await alerts('open')).length === 1, { what: 'the missing heartbeat is noticed' });
    await succeeded(
      service.api.DELETE('/disaster-recovery/plans/{plan_id}', { params: { path: { plan_id: planId } } }),
    );
    await waitUntil(async () => (await alerts('open')).length === 0, { what: 'the alert is over with the plan' });
  });
});
