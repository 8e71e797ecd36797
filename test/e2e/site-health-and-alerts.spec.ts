import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Body } from '#api-client/body.js';
import type { operations } from '#api-client/schema.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { ADMIN, startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { cancel, startFailover, untilStatus } from '../support/executions.js';
import { createPlan } from '../support/plans.js';
import { Witness } from '../support/witness.js';

type Alert = Body<'Alert'>;
type Health = Body<'Dashboard'>['system_health']['primary_site'];

let service: IsolatedService;
let witness: Witness;
let database: pg.Client;

beforeAll(async () => {
  service = await startIsolatedService({ SWEEP_INTERVAL_MS: '100' });
  witness = await Witness.start();
  database = new pg.Client({ connectionString: service.service.databaseUrl });
  await database.connect();
});

afterAll(async () => {
  await Promise.all([...sites].map(close));
  await database?.end();
  await service?.stop();
  await witness?.stop();
});

/** A plan whose primary site is checked twenty times a second. */
async function planWithCheck(name: string, url: string): Promise<string> {
  const plan = effectPlan(witness, [{ name: 'effect' }]);
  const { failover_configuration } = plan;
  return createPlan(service, {
    ...plan,
    plan_name: name,
    failover_configuration: {
      ...failover_configuration,
      primary_site: {
        ...failover_configuration.primary_site,
        // Nothing here is slow on purpose: a machine that stands still for a moment is no outage.
        health_checks: [{ type: 'http', url, interval: 0.05, timeout: 20, failures: 3 }],
      },
    },
  });
}

/** Closed also when a test fails, or Jest would wait for them. */
const sites = new Set<Server>();

const listen = async (server: Server, port = 0): Promise<number> => {
  sites.add(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const close = async (server: Server): Promise<void> => {
  sites.delete(server);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
};

const site = () => createServer((_, response) => response.end('up'));

const dashboard = (planId: string): Promise<Body<'Dashboard'>> =>
  succeeded(service.api.GET('/disaster-recovery/dashboard', { params: { query: { plan_id: planId } } }));

const health = async (planId: string): Promise<Health> => (await dashboard(planId)).system_health.primary_site;

type Query = NonNullable<operations['listAlerts']['parameters']['query']>;

const alerts = (query: Query): Promise<Body<'AlertPage'>> =>
  succeeded(service.api.GET('/disaster-recovery/alerts', { params: { query } }));

const alertsOf = async (planId: string, query: Query = {}): Promise<readonly Alert[]> =>
  (await alerts({ plan_id: planId, ...query })).alerts;

const acknowledge = (alertId: string, comment?: string): Promise<Alert> =>
  succeeded(
    service.api.POST('/disaster-recovery/alerts/{alert_id}/acknowledge', {
      params: { path: { alert_id: alertId } },
      ...(comment === undefined ? {} : { body: { comment } }),
    }),
  );

const untilAlert = (planId: string, kind: string): Promise<Alert> =>
  waitUntil(async () => (await alertsOf(planId)).find((alert) => alert.kind === kind), { what: `${kind} is raised` });

const untilResolved = (planId: string, kind: string): Promise<Alert> =>
  waitUntil(async () => (await alertsOf(planId, { status: 'resolved' })).find((alert) => alert.kind === kind), {
    what: `${kind} is resolved`,
  });

describe('a site', () => {
  test('is seen to die and to return; its uptime is what was seen, and an alert says so meanwhile', async () => {
    const first = site();
    const port = await listen(first);
    const planId = await planWithCheck('a dying site', `http://127.0.0.1:${port}/health`);
    await waitUntil(async () => (await health(planId)).status === 'healthy', { what: 'the site is healthy' });
    expect((await health(planId)).uptime).toBe(100);

    await close(first);
    await waitUntil(async () => (await health(planId)).status === 'unhealthy', { what: 'the site is unhealthy' });
    const alert = await untilAlert(planId, 'site_unhealthy');
    expect(alert).toMatchObject({
      severity: 'critical',
      title: 'Site Unhealthy',
      plan_id: planId,
      acknowledged: false,
    });
    expect(alert.message).toMatch(/^The primary site of a dying site fails its health check 1 since \d{4}-/);

    const second = site();
    await listen(second, port);
    await waitUntil(async () => (await health(planId)).status === 'healthy', { what: 'the site is healthy again' });
    expect((await untilResolved(planId, 'site_unhealthy')).alert_id).toBe(alert.alert_id);
    const { rows } = await database.query<{ percent: number; minutes: string }>(
      `SELECT 100 * sum(ok) / sum(ok + failed)::float8 AS percent, count(*) AS minutes FROM site_health_minutes
       JOIN disaster_recovery_plans AS plan ON plan.id = site_health_minutes.plan_id WHERE plan.plan_id = $1`,
      [planId],
    );
    expect(rows[0]!.percent).toBeGreaterThan(0);
    expect(rows[0]!.percent).toBeLessThan(100);
    expect(Number(rows[0]!.minutes)).toBeLessThan(5);
    expect((await health(planId)).uptime).toBeLessThan(100);
    await close(second);
  });

  test('is probed by another worker when the first one dies', async () => {
    const server = site();
    let requests = 0;
    server.on('request', () => (requests += 1));
    const planId = await planWithCheck('a dying worker', `http://127.0.0.1:${await listen(server)}/`);
    const prober = async () =>
      (
        await database.query<{ prober: string }>(
          `SELECT prober FROM site_check_states AS state JOIN disaster_recovery_plans AS plan ON plan.id = state.plan_id
           WHERE plan.plan_id = $1`,
          [planId],
        )
      ).rows[0]?.prober;
    // Not by the first request: that of the readiness of the plan may come before anybody has the check.
    const before = await waitUntil(prober, { what: 'a worker has the check' });
    await waitUntil(() => requests > 0, { what: 'the site is probed' });
    service.service.killWorker('SIGKILL');
    await waitUntil(async () => (await prober()) !== before, { what: 'another worker has the check' });
    const seen = requests;
    await waitUntil(() => requests > seen, { what: 'the site is probed again' });
    await close(server);
  });
});

describe('an alert', () => {
  test('of an overdue test is raised once, acknowledged once, and resolved when the test is not overdue any more', async () => {
    const planId = await planWithCheck('an overdue plan', 'http://127.0.0.1:1/');
    const setNextTest = (value: string) =>
      database.query(`UPDATE disaster_recovery_plans SET next_test = ${value} WHERE plan_id = $1`, [planId]);
    await setNextTest(`now() - interval '1 day'`);
    const alert = await untilAlert(planId, 'dr_test_overdue');
    expect(alert).toMatchObject({ title: 'DR Test Overdue', message: 'an overdue plan is overdue for testing' });
    expect((await dashboard(planId)).alerts.map((each) => each.alert_id)).toContain(alert.alert_id);

    const acknowledged = await acknowledge(alert.alert_id, 'next week');
    expect(acknowledged).toMatchObject({
      acknowledged: true,
      acknowledged_by: ADMIN,
      comment: 'next week',
      resolved_at: null,
    });
    expect(await acknowledge(alert.alert_id, 'another one')).toEqual(acknowledged);
    expect((await alertsOf(planId, { kind: 'dr_test_overdue', acknowledged: 'false' })).length).toBe(0);
    expect((await alertsOf(planId, { kind: 'dr_test_overdue', status: 'all' })).length).toBe(1);

    await setNextTest('NULL');
    await untilResolved(planId, 'dr_test_overdue');
    await setNextTest(`now() - interval '1 day'`);
    expect((await untilAlert(planId, 'dr_test_overdue')).alert_id).not.toBe(alert.alert_id);
    await setNextTest('NULL');
  });

  test('says that a failover waits for a person, then that it has failed, which is over when it is acknowledged', async () => {
    witness.holdNext('stuck', 'before');
    const id = await startFailover(
      service,
      effectPlan(witness, [{ name: 'stuck', timeout: 1, probe: false }]),
      failoverRequest(),
    );
    const { plan_id: planId } = await untilStatus(service, id, 'paused');
    expect((await untilAlert(planId, 'execution_waiting')).message).toContain(id);
    await cancel(service, id, 'enough');
    await untilResolved(planId, 'execution_waiting');
    // Only what its worker is done with stays as it is written below.
    await untilStatus(service, id, 'cancelled');

    await database.query(`UPDATE executions SET status = 'failed' WHERE execution_id = $1`, [id]);
    const { alert_id } = await untilAlert(planId, 'failover_failed');
    const acknowledged = await acknowledge(alert_id);
    expect(acknowledged.resolved_at).not.toBeNull();
  });

  test('that does not exist can not be acknowledged', async () => {
    expect(await service.send('POST', '/alerts/alert_1/acknowledge')).toEqual({
      status: 404,
      body: { error: 'alert_not_found', message: 'Alert not found', details: { alert_id: 'alert_1' } },
    });
  });

  test('is on one page of the list, and a viewer may not acknowledge it', async () => {
    const page = await alerts({ status: 'all', limit: '2' });
    expect(page.alerts).toHaveLength(2);
    const next = await alerts({ status: 'all', limit: '200', cursor: page.next_cursor! });
    expect(next.next_cursor).toBeNull();
    const ids = [...page.alerts, ...next.alerts].map((alert) => alert.alert_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted().toReversed());
    const answer = await fetch(`${service.service.address}/disaster-recovery/alerts/${ids[0]}/acknowledge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await service.token({ roles: ['viewer'] })}` },
    });
    expect(answer.status).toBe(403);
  });
});
