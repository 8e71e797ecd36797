import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Body } from '#api-client/body.js';
import { WriteClient } from '../../lab/client/write-client.js';
import { Lab } from '../../lab/lab.js';
import { labSecrets } from '../../lab/plan.js';
import type { Cleanup } from '../../lab/process/cleanup.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { automaticLabPlan } from '../../test/support/automatic-plan.js';
import { untilServed } from './subject.js';

type Decision = Body<'TriggerDecision'>;

/** A laboratory, a service that looks after it, and a client who is served. */
export interface AutomaticLab {
  readonly lab: Lab;
  readonly client: WriteClient;
  /** Newest first. */
  readonly decisions: () => Promise<readonly Decision[]>;
  /** Failovers of the plan. */
  readonly failovers: () => Promise<number>;
}

export async function startAutomaticLab(cleanup: Cleanup): Promise<AutomaticLab> {
  const parent = await mkdtemp(join(tmpdir(), 'bench-detection-'));
  cleanup.add('the directory', () => rm(parent, { recursive: true, force: true }));
  // PostgreSQL may run under another account, which has to pass through.
  await chmod(parent, 0o711);
  const lab = await Lab.up({ directory: join(parent, 'lab') });
  cleanup.add('the lab', () => lab.stop());
  const service = await startIsolatedService();
  cleanup.add('the service', () => service.stop());
  for (const { name, value } of labSecrets(lab)) await service.call('PUT', `/secrets/${name}`, { value });
  const { plan_id: planId } = await service.call<Body<'Plan'>>('POST', '/plans', automaticLabPlan(lab));
  await untilHealthy(service, planId);
  const client = new WriteClient({ url: lab.edge.url });
  cleanup.add('the client', () => client.stop());
  client.start();
  await untilServed(client);
  return {
    lab,
    client,
    decisions: async () =>
      (await service.call<Body<'TriggerDecisionPage'>>('GET', `/plans/${planId}/trigger-decisions`)).items,
    failovers: async () =>
      (await service.call<Body<'ExecutionPage'>>('GET', `/executions?plan_id=${planId}`)).items.length,
  };
}

async function untilHealthy(service: IsolatedService, planId: string): Promise<void> {
  await waitUntil(
    async () => {
      const path = `/dashboard?plan_id=${planId}`;
      const { system_health } = await service.call<Body<'Dashboard'>>('GET', path);
      return system_health.primary_site.status === 'healthy' && system_health.secondary_site.status === 'healthy';
    },
    { what: 'both sites are seen healthy', deadlineMs: 60_000 },
  );
}
