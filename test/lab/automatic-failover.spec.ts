import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Body } from '#api-client/body.js';
import { clock, WriteClient } from '../../lab/client/write-client.js';
import { Lab } from '../../lab/lab.js';
import { labSecrets } from '../../lab/plan.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { automaticLabPlan } from '../support/automatic-plan.js';

const DEADLINE_MS = 300_000;
/** Before it dies the site may be slow, which is not to be taken for its death. */
const PROBE_TIMEOUT_S = 5;

let parent: string;
let lab: Lab;
let service: IsolatedService;
let client: WriteClient;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-'));
  await chmod(parent, 0o711);
  lab = await Lab.up({ directory: join(parent, 'lab'), edge: 'builtin' });
  service = await startIsolatedService();
  client = new WriteClient({ url: lab.edge.url });
}, DEADLINE_MS);

afterEach(async () => {
  await client.stop();
  await service.stop();
  await lab.stop();
  await rm(parent, { recursive: true, force: true });
}, DEADLINE_MS);

test(
  'a site that dies is left without anybody asking for it, once, and the record says who, why and since when',
  async () => {
    for (const { name, value } of labSecrets(lab)) await service.call('PUT', `/secrets/${name}`, { value });
    const { plan_id } = await service.call<Body<'Plan'>>('POST', '/plans', automaticLabPlan(lab, PROBE_TIMEOUT_S));
    const health = async () =>
      (await service.call<Body<'Dashboard'>>('GET', `/dashboard?plan_id=${plan_id}`)).system_health;
    await waitUntil(
      async () => {
        const { primary_site, secondary_site } = await health();
        return primary_site.status === 'healthy' && secondary_site.status === 'healthy';
      },
      { what: 'both sites are seen healthy', deadlineMs: 60_000 },
    );
    client.start();
    await client.moreAcknowledged(20);

    const killedAt = new Date();
    const fromMs = clock();
    await lab.killPrimary();
    await client.moreAcknowledged(20);
    const outageMs = client.outageMs({ fromMs, toMs: clock() });
    process.stderr.write(`from SIGKILL of the primary, no write was acknowledged for ${Math.round(outageMs)} ms\n`);

    const { items } = await service.call<Body<'TriggerDecisionPage'>>(
      'GET',
      `/plans/${plan_id}/trigger-decisions?decision=started`,
    );
    expect(items).toMatchObject([{ trigger: 'site_unavailable', source: 'monitor', site: 'primary', count: 1 }]);
    const failoverId = items[0]!.failover_id!;
    const failover = await waitUntil(
      async () => {
        const view = await service.call<Body<'Execution'>>('GET', `/executions/${failoverId}`);
        return view.status === 'completed' && view;
      },
      { what: 'the failover is completed', deadlineMs: 60_000 },
    );
    expect(failover).toMatchObject({ initiated_by: 'system:automatic-failover', execution_mode: 'live' });
    const { measurements } = await service.call<Body<'FailoverStatus'>>('GET', `/failovers/${failoverId}/status`);
    expect(Date.parse(measurements!.outage_started_at!)).toBeGreaterThanOrEqual(killedAt.getTime());
    expect(await lab.writableSites()).toEqual([lab.sites.secondary]);
    const { active_site } = await service.call<Body<'Plan'>>('GET', `/plans/${plan_id}`);
    expect(active_site).toBe('secondary');
    const { alerts } = await waitUntil(
      async () => {
        const page = await service.call<Body<'AlertPage'>>(
          'GET',
          `/alerts?plan_id=${plan_id}&kind=failover_started_automatically`,
        );
        return page.alerts.length > 0 && page;
      },
      { what: 'an alert tells of it' },
    );
    expect(alerts).toHaveLength(1);
    const all = await service.call<Body<'ExecutionPage'>>('GET', `/executions?plan_id=${plan_id}`);
    expect(all.items).toHaveLength(1);
  },
  DEADLINE_MS,
);
