import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Body } from '#api-client/body.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import {
  automaticPlan,
  decisionsOf,
  failoversOf,
  untilBlocked,
  untilDecided,
  untilStarted,
  type Sites,
} from '../support/automation.js';
import { ControlledSite } from '../support/controlled-site.js';
import { cancel, untilStatus } from '../support/executions.js';
import { Witness } from '../support/witness.js';

const DEADLINE_MS = 300_000;

let service: IsolatedService;
let witness: Witness;
let sites: Sites;

beforeAll(async () => {
  witness = await Witness.start();
  service = await startIsolatedService({ SWEEP_INTERVAL_MS: '200' });
}, DEADLINE_MS);

afterAll(async () => {
  await service?.stop();
  await witness?.stop();
}, DEADLINE_MS);

beforeEach(async () => {
  sites = { primary: await ControlledSite.start(), secondary: await ControlledSite.start() };
});

afterEach(async () => {
  // Nobody probes what is archived.
  for (const planId of plans.splice(0)) await service.send('DELETE', `/plans/${planId}`);
  await service.call('PUT', '/automation', { enabled: true, comment: 'the test is over' });
  await sites.primary.stop();
  await sites.secondary.stop();
});

const plans: string[] = [];

async function plan(configuration: Parameters<typeof automaticPlan>[3] = {}): Promise<string> {
  const planId = await automaticPlan(service, witness, sites, configuration);
  plans.push(planId);
  return planId;
}

const completed = async (planId: string): Promise<string> => {
  const { failover_id } = await untilStarted(service, planId);
  await untilStatus(service, failover_id!, 'completed');
  return failover_id!;
};

describe('an automatic failover', () => {
  test(
    'is not started by fifty blips shorter than the threshold, and is by an outage after them',
    async () => {
      const planId = await plan();
      // An evaluation asks the sites as well: it could take the answer that stands between two blips.
      await waitUntil(
        async () => (await service.call<Body<'Readiness'>>('GET', `/plans/${planId}/readiness`)).evaluated_at !== null,
        { what: 'the plan was evaluated' },
      );
      sites.primary.blip(Array.from({ length: 50 }, (_, index) => 1 + (index % 2)));
      await waitUntil(() => sites.primary.isCalm, { what: 'the blips are over', deadlineMs: 150_000 });
      expect(await decisionsOf(service, planId)).toEqual([]);
      sites.primary.fail();
      await completed(planId);
    },
    DEADLINE_MS,
  );

  test(
    'waits for its switches: of the plan, and of all plans',
    async () => {
      const planId = await plan();
      const paused = { enabled: false, comment: 'the network is being rebuilt' };
      expect(await service.call('PUT', `/plans/${planId}/automation`, paused)).toMatchObject({
        ...paused,
        globally_enabled: true,
        automatic: false,
        cooldown_until: null,
      });
      sites.primary.fail();
      await untilBlocked(service, planId, 'automation_paused');
      await service.call('PUT', '/automation', { enabled: false, comment: 'drill' });
      await service.call('PUT', `/plans/${planId}/automation`, { enabled: true, comment: 'done' });
      await untilBlocked(service, planId, 'automation_off_globally');
      expect(await failoversOf(service, planId)).toEqual([]);
      const off = await waitUntil(
        async () =>
          (await service.call<Body<'AlertPage'>>('GET', '/alerts?kind=automation_off')).alerts.find(
            (alert) => alert.plan_id === null,
          ),
        { what: 'an alert says that it is off' },
      );
      expect(off).toMatchObject({ plan_id: null, severity: 'medium' });
      expect(await service.call('PUT', '/automation', { enabled: true, comment: 'over' })).toMatchObject({
        enabled: true,
      });
      await completed(planId);
    },
    DEADLINE_MS,
  );

  test(
    'is not started within the cool-down, until somebody acknowledges it',
    async () => {
      const planId = await plan({ detection: { rearm: 0.2 } });
      sites.primary.fail();
      const first = await completed(planId);
      expect(await service.call('GET', `/plans/${planId}/automation`)).toMatchObject({ automatic: false });
      sites.primary.recover();
      // Long enough to be armed again: then it is the cool-down alone that forbids it.
      const { answered } = sites.primary;
      await waitUntil(() => sites.primary.answered > answered + 20, { what: 'the site is well for a while' });
      // The plan has moved: from now on the other site is the one whose trouble counts.
      sites.secondary.fail();
      const { reasons } = await waitUntil(
        async () => {
          const [newest] = await decisionsOf(service, planId);
          return newest?.decision === 'blocked' && newest.reasons.length === 1 && newest;
        },
        { what: 'the cool-down alone blocks it', deadlineMs: 60_000 },
      );
      expect(reasons.map(({ code }) => code)).toEqual(['cooldown']);
      expect(await failoversOf(service, planId)).toEqual([first]);
      const acknowledged = await service.call('POST', `/plans/${planId}/cooldown/acknowledge`, { comment: 'go on' });
      expect(acknowledged).toMatchObject({ automatic: true, cooldown_until: null });
      await waitUntil(async () => (await failoversOf(service, planId)).length === 2, { what: 'it is started' });
      await waitUntil(
        async () =>
          (await service.call<Body<'ExecutionPage'>>('GET', `/executions?plan_id=${planId}&status=completed`)).items
            .length === 2,
        { what: 'it is completed' },
      );
    },
    DEADLINE_MS,
  );

  test(
    'that somebody has cancelled is not started again by the same outage',
    async () => {
      const planId = await plan({ cooldown: 0, approval: { required: 1 } });
      sites.primary.fail();
      const { failover_id } = await untilStarted(service, planId);
      await cancel(service, failover_id!, 'we know better');
      await untilBlocked(service, planId, 'not_rearmed');
      expect(await failoversOf(service, planId)).toEqual([failover_id]);
    },
    DEADLINE_MS,
  );

  test(
    'never moves to a site that is dead, too',
    async () => {
      const planId = await plan();
      sites.secondary.fail();
      sites.primary.fail();
      await untilBlocked(service, planId, 'target_site_not_healthy');
      expect(await failoversOf(service, planId)).toEqual([]);
    },
    DEADLINE_MS,
  );

  test(
    'leaves a site that only gets slow',
    async () => {
      const planId = await plan({ detection: { max_latency_ms: 500, window: 2 } });
      sites.primary.delayMs = 700;
      expect((await untilStarted(service, planId)).trigger).toBe('performance_degradation');
      await completed(planId);
    },
    DEADLINE_MS,
  );

  test(
    'of a plan that does not want one is never more than a line in the log',
    async () => {
      const planId = await plan({ failover_automation: false });
      sites.primary.fail();
      // Whether the other site is well may be seen a moment later than that this one is not.
      const decision = await untilDecided(service, planId, 'it is decided', ({ reasons }) => reasons.length === 1);
      expect(decision).toMatchObject({ decision: 'ignored', reasons: [{ code: 'automation_not_configured' }] });
    },
    DEADLINE_MS,
  );
});

const trigger = (planId: string) =>
  service.call<Body<'TriggerAnswer'>>('POST', `/plans/${planId}/trigger`, {
    trigger: 'manual_trigger',
    reason: 'The site is under water',
  });

test(
  'a person can pull a trigger, under the same guards, and is the one who has asked for it',
  async () => {
    const planId = await plan();
    const { decision, failover_id } = await trigger(planId);
    expect(decision).toBe('started');
    const view = await untilStatus(service, failover_id!, 'completed');
    expect(view.initiated_by).toBe('admin_123456789');
    expect(await trigger(planId)).toMatchObject({
      decision: 'blocked',
      failover_id: null,
      reasons: [{ code: 'cooldown' }],
    });
  },
  DEADLINE_MS,
);

/** As an Alertmanager 0.25 sends it. */
const notification = (planId: string, status: 'firing' | 'resolved', fingerprint = 'f2b21a95cf3bd9b3') => ({
  receiver: 'disaster-recovery',
  status,
  alerts: [
    {
      status,
      labels: { alertname: 'SiteDown', dr_plan: planId, severity: 'critical' },
      annotations: { summary: 'Nobody can order' },
      startsAt: '2026-03-01T03:00:00.123456789Z',
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-03-01T03:05:00Z',
      generatorURL: 'http://prometheus.example/graph?g0.expr=up',
      fingerprint,
    },
  ],
  groupLabels: { alertname: 'SiteDown' },
  commonLabels: { alertname: 'SiteDown', dr_plan: planId, severity: 'critical' },
  commonAnnotations: { summary: 'Nobody can order' },
  externalURL: 'http://alertmanager.example',
  version: '4',
  groupKey: '{}:{alertname="SiteDown"}',
  truncatedAlerts: 0,
});

describe("an Alertmanager's alert", () => {
  let token: string;
  beforeAll(async () => {
    token = await service.token({ subject: 'alertmanager', roles: ['monitor'] });
  });

  async function send(body: object, path = '/triggers/alertmanager') {
    const answer = await fetch(`${service.service.address}/disaster-recovery${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Body<'AlertmanagerAnswer'> };
  }

  test(
    'starts a failover once, however often it is sent',
    async () => {
      const planId = await plan();
      const first = await send(notification(planId, 'firing'));
      expect(first).toMatchObject({
        status: 200,
        body: { alerts: [{ outcome: 'decided', decision: { decision: 'started' } }] },
      });
      expect(await send(notification(planId, 'firing'))).toMatchObject({ body: { alerts: [{ outcome: 'known' }] } });
      const id = await completed(planId);
      expect(await failoversOf(service, planId)).toEqual([id]);
    },
    DEADLINE_MS,
  );

  test(
    'that is blocked starts one when nothing blocks it any more, unless it is resolved by then',
    async () => {
      const [waiting, resolved] = [await plan(), await plan()];
      for (const id of [waiting, resolved]) {
        await service.call('PUT', `/plans/${id}/automation`, { enabled: false, comment: 'wait' });
        await send(notification(id, 'firing'));
        await untilBlocked(service, id, 'automation_paused');
      }
      expect(await send(notification(resolved, 'resolved'))).toMatchObject({
        body: { alerts: [{ outcome: 'resolved' }] },
      });
      for (const id of [resolved, waiting]) {
        await service.call('PUT', `/plans/${id}/automation`, { enabled: true, comment: 'go' });
      }
      await completed(waiting);
      expect(await send(notification(resolved, 'firing'))).toMatchObject({ body: { alerts: [{ outcome: 'known' }] } });
      expect(await failoversOf(service, resolved)).toEqual([]);
    },
    DEADLINE_MS,
  );

  test('of no plan, or of one that does not exist, is told apart; what is none is refused', async () => {
    const { alerts, ...rest } = notification('plan_nowhere', 'firing');
    const { dr_plan: _, ...labels } = alerts[0]!.labels;
    const both = { ...rest, alerts: [...alerts, { ...alerts[0], labels }] };
    expect(await send(both)).toMatchObject({
      status: 200,
      body: { alerts: [{ plan_id: 'plan_nowhere', outcome: 'plan_not_found' }], without_plan: 1 },
    });
    expect(await send({ version: '3', alerts: {} })).toMatchObject({
      status: 422,
      body: {
        error: 'validation_failed',
        details: {
          issues: [
            'Invalid version value: must be "4"',
            'Missing required field: groupKey',
            'Invalid alerts value: must be a list of at most 500 alerts',
          ],
        },
      },
    });
  });

  test('may be sent by a program that may do nothing else', async () => {
    const { status } = await send({ trigger: 'manual_trigger', reason: 'no' }, '/plans/plan_1/trigger');
    expect(status).toBe(403);
  });
});
