import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Lab } from '../../lab/lab.js';
import { labPlan, labSecrets } from '../../lab/plan.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { waitUntil } from '../../lab/process/wait-until.js';

const DEADLINE_MS = 300_000;

interface View {
  readonly status: string;
  readonly pause_reason: string | null;
  readonly switched_to_ungraceful: { readonly comment: string } | null;
  readonly allowed_actions: readonly string[];
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly measurements: { readonly rpo_ms: number | null } | null;
  readonly steps: readonly {
    readonly step_id: string;
    readonly status: string;
    readonly attempts: number;
    readonly output: unknown;
  }[];
}

let parent: string;
let lab: Lab;
let service: IsolatedService;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-'));
  await chmod(parent, 0o711);
  lab = await Lab.up({ directory: join(parent, 'lab'), edge: 'builtin' });
  service = await startIsolatedService({ SWEEP_INTERVAL_MS: '200' });
}, DEADLINE_MS);

afterEach(async () => {
  await service.stop();
  await lab.stop();
  await rm(parent, { recursive: true, force: true });
}, DEADLINE_MS);

test(
  'a planned failover whose source is dead at its precheck is paused, switched, and ends at the other site',
  async () => {
    for (const { name, value } of labSecrets(lab)) await service.call('PUT', `/secrets/${name}`, { value });
    const { plan_id } = await service.call<{ plan_id: string }>('POST', '/plans', labPlan(lab));
    await lab.killPrimary();

    const { failover_id } = await service.call<{ failover_id: string }>('POST', `/plans/${plan_id}/failover`, {
      failover_type: 'planned',
      reason: 'Maintenance',
      // Whether the dead source was seen already does not matter here.
      override_readiness: { comment: 'It is looked at in the prechecks' },
      failover_options: { update_dns: false },
      // Long enough for an operator to see that the source does not answer.
      execution_options: { timeout: 120, retry_attempts: 8, parallel_execution: true },
    });
    const view = () => service.call<View>('GET', `/executions/${failover_id}`);
    const act = (path: string, body?: object) => service.send<View>('POST', `/executions/${failover_id}/${path}`, body);
    expect(await act('switch-to-ungraceful', { comment: 'too soon' })).toMatchObject({ status: 409 });
    const checked = async () => (await view()).steps.find(({ step_id }) => step_id === 'comp_db.check_primary')!;
    await waitUntil(async () => (await checked()).attempts > 1, { what: 'the source was asked in vain', everyMs: 10 });
    expect((await act('pause', { comment: 'Toronto does not answer' })).status).toBe(202);
    const paused = await waitUntil(async () => ((await view()).status === 'paused' ? view() : undefined), {
      what: 'it is paused',
      deadlineMs: 60_000,
    });
    expect(paused.pause_reason).toBe('operator');
    expect(paused.allowed_actions).toContain('switch-to-ungraceful');
    expect((await checked()).status).toBe('failed');

    const switched = await act('switch-to-ungraceful', { comment: 'Toronto has burnt down' });
    expect(switched).toMatchObject({
      status: 202,
      body: { switched_to_ungraceful: { comment: 'Toronto has burnt down' } },
    });
    expect((await act('resume')).status).toBe(202);
    const ended = await waitUntil(
      async () => ((await view()).status === 'completed_with_exceptions' ? view() : undefined),
      { what: 'it has ended', deadlineMs: 60_000 },
    );
    const step = (id: string) => ended.steps.find(({ step_id }) => step_id === id);
    expect(step('comp_db.check_primary')).toMatchObject({ status: 'skipped' });
    expect(step('comp_db.fence')).toMatchObject({ status: 'succeeded', output: { fenced: false } });
    expect(step('comp_db.promote')).toMatchObject({ status: 'succeeded' });
    expect(ended.result).toMatchObject({ data_synchronization_completed: false, load_balancer_updated: true });
    expect(ended.measurements?.rpo_ms).not.toBe(0);
    expect(await service.call('GET', `/plans/${plan_id}`)).toMatchObject({ active_site: 'secondary' });
    expect(await lab.writableSites()).toEqual([lab.sites.secondary]);
  },
  DEADLINE_MS,
);
