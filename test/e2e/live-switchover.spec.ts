import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Body } from '#api-client/body.js';
import type { Site } from '#domain/plan/plan-document.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { takesWrites, withSession } from '../../lab/site/orders.js';
import { ReplicatedPair } from '../../lab/site/replicated-pair.js';
import { scheduleTest, testRequest, testResults } from '../support/dr-tests.js';
import { replicatedPlan } from '../support/replicated-plan.js';
import { changePlan, createPlan } from '../support/plans.js';
import { protectionOf, untilProtection } from '../support/protection.js';
import { WritablePoller } from '../support/writable-poller.js';

const secretOf = (site: Site) => `pair-${site}`;

describe('a live switchover test, on replicated databases', () => {
  let service: IsolatedService;
  let pair: ReplicatedPair;
  let plan: Body<'PlanRequest'>;
  let planId: string;

  beforeAll(async () => {
    pair = await ReplicatedPair.up();
    service = await startIsolatedService({ SWEEP_INTERVAL_MS: '200', CANARY_INTERVAL_MS: '200' });
    for (const one of ['primary', 'secondary'] as const) {
      await service.call('PUT', `/secrets/${secretOf(one)}`, { value: pair.url(one) });
    }
    plan = replicatedPlan(pair, secretOf, { synchronous: false });
    planId = await createPlan(service, plan);
  }, 180_000);
  afterAll(async () => {
    await service?.stop();
    await pair?.down();
  });

  const urls = () => ({ primary: pair.url('primary'), secondary: pair.url('secondary') });
  const request = (confirm = plan.plan_name, at = new Date()): Body<'TestRequest'> => {
    const asked = testRequest(at);
    const scenario = { ...asked.test_scenarios[0]!, components: ['comp_db'] };
    return { ...asked, test_scenarios: [scenario], duration: 60, live_switchover: { confirm } };
  };
  const untilOver = async (id: string): Promise<Body<'TestResults'>> => {
    let last: Body<'TestResults'> | undefined;
    try {
      return await waitUntil(
        async () => {
          last = await testResults(service, id);
          return last.completed_at !== null && last;
        },
        { what: 'the test is over', deadlineMs: 240_000 },
      );
    } catch (cause) {
      throw new Error(JSON.stringify(last), { cause });
    }
  };
  const untilLeg = (id: string, leg: string) =>
    waitUntil(async () => (await testResults(service, id)).executions?.some((one) => one.leg === leg), {
      what: `${leg} is started`,
      deadlineMs: 120_000,
    });
  const slots = async (site: Site) =>
    withSession(pair.url(site), async (session) =>
      (await session.query<{ name: string }>('SELECT slot_name AS name FROM pg_replication_slots ORDER BY 1')).rows.map(
        ({ name }) => name,
      ),
    );
  const untilReady = async () => {
    await untilProtection(service, planId, 'the plan is protected', ({ state }) => state === 'protected');
    // Without a heartbeat nobody could say what was lost.
    await waitUntil(
      async () => {
        const { components } = await service.call<Body<'PlanLag'>>('GET', `/plans/${planId}/lag`);
        return typeof components[0]?.last_canary_at === 'string';
      },
      { what: 'a heartbeat was written', deadlineMs: 60_000 },
    );
  };
  let stopped: Promise<Body<'TestResults'>> | undefined;
  /** A test whose way back is not safe, so that the plan stays at its secondary site: one for all that begin there. */
  const stoppedHalfway = () =>
    (stopped ??= (async () => {
      await untilReady();
      pair.refuse('copy');
      return untilOver(await scheduleTest(service, planId, request()));
    })());

  it('is refused without the right, the confirmation, or for a plan that can not be brought back by itself', async () => {
    const wrong = await service.send('POST', `/plans/${planId}/tests`, request('some other plan'));
    expect(wrong).toMatchObject({
      status: 422,
      body: { details: { issues: [expect.stringContaining("must be the plan's name")] } },
    });
    const [component] = plan.components;
    const { control: _, ...primary } = component!.targets!.primary as {
      control?: object;
      driver: 'postgres';
      url: string;
    };
    const other = {
      ...plan,
      plan_name: 'No control',
      components: [{ ...component!, targets: { ...component!.targets, primary } }],
    };
    const uncontrolled = await createPlan(service, other);
    const impossible = await service.send('POST', `/plans/${uncontrolled}/tests`, request('No control'));
    expect(impossible).toMatchObject({
      status: 422,
      body: { details: { issues: [expect.stringContaining('has no control')] } },
    });
    const answer = await fetch(`${service.service.address}/disaster-recovery/plans/${planId}/tests`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await service.token({ subject: 'somebody', roles: ['viewer'] })}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(request()),
    });
    expect(answer.status).toBe(403);
    await service.send('DELETE', `/plans/${uncontrolled}`);
  });

  it('is not begun long after the moment that somebody has agreed to', async () => {
    const id = await scheduleTest(service, planId, request(plan.plan_name, new Date(Date.now() + 3_600_000)));
    await withSession(service.service.databaseUrl, (session) =>
      session.query(`UPDATE dr_test_results SET scheduled_for = now() - interval '10 minutes' WHERE test_id = $1`, [
        id,
      ]),
    );
    expect(await untilOver(id)).toMatchObject({
      status: 'failed',
      started_at: null,
      executions: [],
      recommendations: [expect.stringContaining('could not begin by')],
    });
  });

  it('moves the plan there and back, survives its worker, and leaves everything as it was', async () => {
    await untilReady();
    const before = { primary: await slots('primary'), secondary: await slots('secondary') };
    const poller = new WritablePoller(urls()).start();
    const id = await scheduleTest(service, planId, request());
    for (const leg of ['reprotect_there', 'back']) {
      await untilLeg(id, leg);
      const pid = service.service.workerPid();
      service.service.killWorker('SIGKILL');
      const isReplaced = () => service.service.workerPid() !== undefined && service.service.workerPid() !== pid;
      await waitUntil(isReplaced, { what: 'another worker is there', deadlineMs: 60_000 });
    }

    const results = await untilOver(id);
    await poller.stop();
    expect(poller.both).toEqual([]);
    // The checker could have seen it: each site was seen taking writes.
    for (const site of ['primary', 'secondary'] as const) {
      expect(poller.polls.some(({ writable }) => writable.includes(site))).toBe(true);
    }
    expect(results).toMatchObject({
      status: 'completed',
      exercise: 'live_switchover',
      execution_id: id,
      scenario_results: [{ status: 'passed', rto_achieved: true, rpo_achieved: true, data_integrity_verified: true }],
      executions: [
        { leg: 'there', status: 'completed' },
        { leg: 'reprotect_there', status: 'completed' },
        { leg: 'back', status: 'completed' },
        { leg: 'reprotect_back', status: 'completed' },
      ],
    });
    expect(results.measurements.rto_ms).toBeGreaterThan(0);
    expect(results.measurements.rpo_ms).toBe(0);
    expect({ primary: await slots('primary'), secondary: await slots('secondary') }).toEqual(before);
    const { steps } = await service.call<Body<'Execution'>>('GET', `/executions/${id}`);
    const topologyAt = (step: string) =>
      (steps.find(({ step_id }) => step_id === step)!.output as { topology: object }).topology;
    expect(topologyAt('compare')).toEqual(topologyAt('check'));
    expect(await protectionOf(service, planId)).toMatchObject({ active_site: 'primary', state: 'protected' });
  }, 400_000);

  it('stops where it is when the way back is not safe: one primary, an alert, and what to do next', async () => {
    const poller = new WritablePoller(urls()).start();
    const results = await stoppedHalfway();
    expect(results).toMatchObject({
      status: 'failed',
      overall_result: 'failed',
      executions: [
        { leg: 'there', status: 'completed' },
        { leg: 'reprotect_there', status: 'failed' },
      ],
    });
    expect(results.recommendations[0]).toMatch(/runs at its secondary site.*reprotect it until.*then fail it back/);
    const { alerts } = await waitUntil(
      async () => {
        const found = await service.call<{ alerts: object[] }>(
          'GET',
          '/alerts?kind=switchover_test_stopped&status=open',
        );
        return found.alerts.length === 1 && found;
      },
      { what: 'the alert is raised', deadlineMs: 60_000 },
    );
    expect(alerts[0]).toMatchObject({ severity: 'critical', plan_id: planId });
    await poller.stop();
    expect(poller.both).toEqual([]);
    expect(await takesWrites(pair.url('secondary'))).toBe(true);
    expect(await protectionOf(service, planId)).toMatchObject({ active_site: 'secondary' });
  }, 400_000);

  it('a slot for a standby that no plan has any more is told of first and dropped then; others are let alone', async () => {
    await stoppedHalfway();
    // The reprotection that has failed made it, before it was stopped.
    await withSession(pair.url('secondary'), (session) =>
      session.query(`SELECT pg_create_physical_replication_slot('foreign', true)`),
    );
    expect(await slots('secondary')).toEqual(['dr_primary', 'foreign']);
    const component = plan.components[0]!;
    const { primary, secondary } = component.targets as Record<
      Site,
      { driver: 'postgres'; url: string; control: object }
    >;
    const renamed = { ...primary, control: { ...primary.control, slot: 'dr_primary_b' } };
    const changed = { ...plan, components: [{ ...component, targets: { primary: renamed, secondary } }] };
    await changePlan(service, planId, changed as Body<'PlanRequest'>);
    const told = await waitUntil(
      async () => {
        const path = `/alerts?kind=slot_retains_wal&status=open&plan_id=${planId}`;
        return (await service.call<{ alerts: { message: string }[] }>('GET', path)).alerts[0];
      },
      { what: 'it is told of', deadlineMs: 60_000 },
    );
    expect(told.message).toContain('dr_primary');
    expect(await slots('secondary')).toEqual(['dr_primary', 'foreign']);

    // As if it had been read for an hour.
    await withSession(service.service.databaseUrl, (session) =>
      session.query(
        `UPDATE readiness_findings SET raised_at = now() - interval '1 hour' WHERE code = 'slot_abandoned'`,
      ),
    );
    await waitUntil(async () => !(await slots('secondary')).includes('dr_primary'), {
      what: 'it is dropped',
      deadlineMs: 60_000,
    });
    expect(await slots('secondary')).toEqual(['foreign']);
  }, 400_000);
});
