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
    const ask = () => service.send<{ execution_id: string; error?: string }>('POST', `/plans/${planId}/reprotect`, {});
    // At once: one that is asked for later may come when the first is over.
    const asked = (await Promise.all([ask(), ask()])).toSorted((a, b) => a.status - b.status);
    expect(asked.map(({ status, body }) => [status, body.error])).toEqual([
      [202, undefined],
      [409, 'reprotect_in_progress'],
    ]);
    const started = asked[0]!.body;
    await waitUntil(
      async () =>
        (await service.call<{ status: string }>('GET', `/executions/${started.execution_id}`)).status !== 'running',
      { what: 'it is reprotected', deadlineMs: 90_000 },
    );
    await untilStatus(service, started.execution_id, 'completed');
  }

  /** As it is judged by a look from now on: a planned failover is refused for what an older one has found. */
  async function untilReady(): Promise<void> {
    const { requested_at } = await succeeded(
      service.api.POST('/disaster-recovery/plans/{plan_id}/readiness-check', { params: path() }),
    );
    await waitUntil(
      async () => {
        const { status, evaluated_at } = await service.call<Body<'Readiness'>>('GET', `/plans/${planId}/readiness`);
        return evaluated_at !== null && Date.parse(evaluated_at) >= Date.parse(requested_at) && status !== 'not_ready';
      },
      { what: 'the plan is ready', deadlineMs: 90_000 },
    );
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
    await untilReady();
    const poller = new WritablePoller(urls()).start();
    const writer = new OrderWriter(Object.values(urls()), 1).start();

    const request = { failover_type: 'planned', reason: 'there' } as const;
    failoverId = await startFailoverOf(service, planId, request);
    await untilStatus(service, failoverId, 'completed');
    const unprotected = await untilProtection(
      service,
      planId,
      'the old primary was seen',
      ({ state, components }) => state === 'unprotected' && components[0]?.role === 'primary',
    );
    expect(unprotected).toMatchObject({ active_site: 'secondary', components: [{ fenced: true }] });
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

    await untilReady();
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
    // A fence that did not stand at once is tried again.
    const kinds = fenced.events.map(({ kind }) => kind).filter((kind) => kind !== 'fence_failed');
    expect(kinds.slice(0, 2)).toEqual(['fenced', 'returned_writable']);
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
    // The fence stood before it was noted, and these polls began after that.
    const after = poller.both.filter(({ at }) => at > fencedAt);
    expect(after).toEqual([]);
    expect((await protectionOf(service, planId)).active_site).toBe('secondary');
  }, 240_000);
});
