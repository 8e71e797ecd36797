import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Body } from '#api-client/body.js';
import { clock, WriteClient } from '../lab/client/write-client.js';
import { Lab } from '../lab/lab.js';
import { labSecrets } from '../lab/plan.js';
import { Cleanup } from '../lab/process/cleanup.js';
import { waitUntil } from '../lab/process/wait-until.js';
import { startIsolatedService } from '../lab/service/isolated-service.js';
import { automaticLabPlan } from '../test/support/automatic-plan.js';
import { median } from './support/statistics.js';
import type { BenchResult } from './table.js';

export const title =
  'From SIGKILL of the primary site to the first write at the other one, automatic, three confirmations';

const RUNS = 5;
const MANY = 20;

export async function run(): Promise<BenchResult> {
  const measured: Measured[] = [];
  while (measured.length < RUNS) measured.push(await once());
  const rows = (what: string, values: readonly number[]) => [
    { what: `${what}, median`, value: median(values), unit: 'ms', samples: RUNS },
    { what: `${what}, slowest`, value: Math.max(...values), unit: 'ms' },
  ];
  return {
    rows: [
      ...rows(
        'the failover is started',
        measured.map(({ decidedMs }) => decidedMs),
      ),
      ...rows(
        'the first write is acknowledged',
        measured.map(({ restoredMs }) => restoredMs),
      ),
    ],
    notes: ['From SIGKILL of database and app of the primary; a probe every 0.5 s, 3 failures in a row, one location.'],
  };
}

interface Measured {
  readonly decidedMs: number;
  readonly restoredMs: number;
}

/** A laboratory and a service of its own for each run. */
async function once(): Promise<Measured> {
  const cleanup = new Cleanup();
  try {
    const parent = await mkdtemp(join(tmpdir(), 'bench-detection-'));
    cleanup.add('the directory', () => rm(parent, { recursive: true, force: true }));
    await chmod(parent, 0o711);
    const lab = await Lab.up({ directory: join(parent, 'lab') });
    cleanup.add('the lab', () => lab.stop());
    const service = await startIsolatedService();
    cleanup.add('the service', () => service.stop());
    for (const { name, value } of labSecrets(lab)) await service.call('PUT', `/secrets/${name}`, { value });
    const { plan_id } = await service.call<Body<'Plan'>>('POST', '/plans', automaticLabPlan(lab));
    await waitUntil(
      async () => {
        const path = `/dashboard?plan_id=${plan_id}`;
        const { system_health } = await service.call<Body<'Dashboard'>>('GET', path);
        return system_health.primary_site.status === 'healthy' && system_health.secondary_site.status === 'healthy';
      },
      { what: 'both sites are seen healthy', deadlineMs: 60_000 },
    );
    const client = new WriteClient({ url: lab.edge.url });
    cleanup.add('the client', () => client.stop());
    client.start();
    await client.moreAcknowledged(MANY);
    const killedAt = Date.now();
    const fromMs = clock();
    await lab.killPrimary();
    await client.moreAcknowledged(MANY);
    const restoredMs = client.outageMs({ fromMs, toMs: clock() });
    const path = `/plans/${plan_id}/trigger-decisions?decision=started`;
    const { items } = await service.call<Body<'TriggerDecisionPage'>>('GET', path);
    return { decidedMs: Date.parse(items[0]!.last_at) - killedAt, restoredMs };
  } finally {
    await cleanup.run();
  }
}
