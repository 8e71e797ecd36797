import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import type { Site } from '#domain/plan/plan-document.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { readOrders } from '../../lab/site/orders.js';
import { ReplicatedPair } from '../../lab/site/replicated-pair.js';
import { startFailoverOf, untilStatus } from '../support/executions.js';
import { OrderWriter } from '../support/order-writer.js';
import { createPlan } from '../support/plans.js';
import { replicatedPlan } from '../support/replicated-plan.js';
import { protectionOf, untilProtection } from '../support/protection.js';
import { WritablePoller } from '../support/writable-poller.js';

const secretOf = (site: Site) => `pair-${site}`;
describe('there and back, on replicated databases', () => {
  let service: IsolatedService;
  let pair: ReplicatedPair;
  let planId: string;
  let failoverId: string;
  const path = () => ({ path: { plan_id: planId } });

  beforeAll(async () => {
    pair = await ReplicatedPair.up();
    service = await startIsolatedService({ SWEEP_INTERVAL_MS: '200', CANARY_INTERVAL_MS: '200' });
    for (const one of ['primary', 'secondary'] as const) {
      await service.call('PUT', `/secrets/${secretOf(one)}`, { value: pair.url(one) });
    }
    planId = await createPlan(service, replicatedPlan(pair, secretOf, { synchronous: true }));
  }, 180_000);
  afterAll(async () => {
    await service?.stop();
    await pair?.down();
  });

  const alerts = async (kind: string, status: 'open' | 'all' | 'resolved') =>
    (
      await service.call<{ alerts: { kind: string; severity: string; message: string }[] }>(
        'GET',
        `/alerts?kind=${kind}&status=${status}&plan_id=${planId}`,
      )
    ).alerts;
  const urls = () => ({ primary: pair.url('primary'), secondary: pair.url('secondary') });
  const untilState = (state: string) =>
    untilProtection(service, planId, `the plan is ${state}`, (view) => view.state === state);
  const failback = () =>
    service.api.POST('/disaster-recovery/plans/{plan_id}/failback', { params: path(), body: { reason: 'home' } });

  async function reprotect(): Promise<void> {
    const started = await succeeded(
      service.api.POST('/disaster-recovery/plans/{plan_id}/reprotect', { params: path(), body: {} }),
    );
    const again = await service.send<{ error: string }>('POST', `/plans/${planId}/reprotect`, {});
    expect([again.status, again.body.error]).toEqual([409, 'reprotect_in_progress']);
    await waitUntil(
      async () =>
        (await service.call<{ status: string }>('GET', `/executions/${started.execution_id}`)).status !== 'running',
      { what: 'it is reprotected', deadlineMs: 90_000 },
    );
    await untilStatus(service, started.execution_id, 'completed');
  }

  /** Wherever the plan is shown, its site and its protection are. */
  async function itIsShownEverywhere(where: object, state: string): Promise<void> {
    const shown = { ...where, protection: { state } };
    expect(await service.call('GET', `/plans/${planId}`)).toMatchObject(shown);
    expect(await service.call('GET', '/plans')).toMatchObject({ items: [shown] });
    expect(await service.call('GET', `/plans/${planId}/authority`)).toMatchObject(shown);
    expect(await service.call('GET', `/failovers/${failoverId}/status`)).toMatchObject(shown);
    expect(await service.call('GET', '/dashboard')).toMatchObject({
      protection: { state, active_sites: { secondary: 1 }, not_protected: [{ plan_id: planId, ...where, state }] },
    });
  }

  async function allAreAt(one: Site, acknowledged: readonly number[]): Promise<void> {
    const there = await readOrders(pair.url(one));
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(0);
  }

  it('fails over, is unprotected, is reprotected and goes home; nothing acknowledged is lost', async () => {
    await untilState('protected');
    const poller = new WritablePoller(urls()).start();
    const writer = new OrderWriter(Object.values(urls()), 1).start();

    const request = { failover_type: 'planned', reason: 'there' } as const;
    failoverId = await startFailoverOf(service, planId, request);
    await untilStatus(service, failoverId, 'completed');
    const unprotected = await untilState('unprotected');
    expect(unprotected).toMatchObject({ active_site: 'secondary', components: [{ role: 'primary', fenced: true }] });
    await waitUntil(async () => (await alerts('unprotected', 'open')).length === 1, { what: 'the alert is raised' });
    await itIsShownEverywhere({ active_site: 'secondary' }, 'unprotected');

    const refused = await service.send<{ error: string; details: { reasons: string[] } }>(
      'POST',
      `/plans/${planId}/failback`,
      { reason: 'too early' },
    );
    expect(refused).toMatchObject({ status: 409, body: { error: 'failback_not_ready' } });
    expect(refused.body.details.reasons[0]).toContain('comp_db');

    await reprotect();
    expect(await untilState('protected')).toMatchObject({ components: [{ streaming: true, timeline: 2 }] });
    await waitUntil(async () => (await alerts('unprotected', 'open')).length === 0, { what: 'the alert is resolved' });

    await waitUntil(
      async () => {
        const { status } = await service.call<Body<'Readiness'>>('GET', `/plans/${planId}/readiness`);
        return status !== 'not_ready';
      },
      { what: 'it is evaluated again', deadlineMs: 60_000 },
    );

    const home = await succeeded(failback());
    await untilStatus(service, home.failover_id, 'completed');
    expect(await untilState('unprotected')).toMatchObject({ active_site: 'primary' });
    const seen = writer.acknowledged.length;
    await waitUntil(() => Promise.resolve(writer.acknowledged.length > seen), { what: 'the writer is served at home' });
    await writer.stop();
    await poller.stop();
    await allAreAt('primary', writer.acknowledged);
    // Both moves were planned: at no time did both take a write.
    expect(poller.both).toEqual([]);
  }, 240_000);

  it('fences a primary that comes back writable, and tells of it', async () => {
    await reprotect();
    await untilState('protected');
    const poller = new WritablePoller(urls()).start();
    await pair.lose('primary');
    const request = { failover_type: 'unplanned', reason: 'the site burns' } as const;
    await untilStatus(service, await startFailoverOf(service, planId, request), 'completed');
    await untilProtection(
      service,
      planId,
      'the new primary was seen',
      (view) => view.active_site === 'secondary' && view.state === 'unprotected',
    );
    expect(poller.both).toEqual([]);

    await pair.bringBack('primary');
    const fenced = await untilProtection(
      service,
      planId,
      'it is fenced',
      ({ components, events }) =>
        components[0]?.fenced === true && events.some(({ kind, site: at }) => kind === 'fenced' && at === 'primary'),
    );
    expect(fenced.events.slice(0, 2).map(({ kind }) => kind)).toEqual(['fenced', 'returned_writable']);
    const fencedAt = Date.parse(fenced.events[0]!.at);
    await waitUntil(async () => (await alerts('split_brain_risk', 'resolved')).length === 1, {
      what: 'the alert was raised and is over',
    });
    expect((await alerts('split_brain_risk', 'resolved'))[0]).toMatchObject({ severity: 'critical' });

    // From here on the fence survives: it comes back as often as it likes and never takes a write again.
    const before = poller.polls.length;
    await pair.lose('primary');
    await pair.bringBack('primary');
    await waitUntil(() => Promise.resolve(poller.polls.length > before + 20), { what: 'the checker has looked' });
    await poller.stop();
    // One poll may have begun before the fence and ended after it was noted.
    const after = poller.both.filter(({ at }) => at > fencedAt + 1_000);
    expect(after).toEqual([]);
    expect((await protectionOf(service, planId)).active_site).toBe('secondary');
  }, 240_000);
});
