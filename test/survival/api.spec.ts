import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openSecrets, type SealedSecrets } from '#bundle/sealed-secrets.js';
import { verifyBundle } from '#bundle/bundle-signature.js';
import type { PlanBundle } from '#bundle/plan-bundle.js';
import { VerifyingKey } from '#bundle/signing-key.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { drctl } from '../support/drctl.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { startFailoverOf, untilStatus } from '../support/executions.js';
import { Witness } from '../support/witness.js';

type Document = Record<string, unknown>;
interface Run {
  readonly bundle: PlanBundle;
  readonly execution_id: string;
  readonly records: readonly Document[];
}

/** For a machine that has much else to do. */
const DEADLINE_MS = 180_000;
jest.setTimeout(DEADLINE_MS);
const PASSPHRASE = 'correct horse battery staple';
const SECRET = 'Bearer hunter2';

let service: IsolatedService;
let witness: Witness;
let folder: string;

beforeAll(async () => {
  service = await startIsolatedService();
}, DEADLINE_MS);
afterAll(() => service?.stop());
beforeEach(async () => {
  witness = await Witness.start();
  folder = await mkdtemp(join(tmpdir(), 'dr-ingest-'));
});
afterEach(async () => {
  await witness.stop();
  await rm(folder, { recursive: true, force: true });
});

const newPlan = async (document: Document = effectPlan(witness, [{ name: 'a' }])): Promise<string> =>
  (await service.call<{ plan_id: string }>('POST', '/plans', document)).plan_id;
const authority = (plan: string): Promise<Document> => service.call('GET', `/plans/${plan}/authority`);

async function as(roles: readonly string[], method: string, path: string, body?: unknown) {
  return fetch(`${service.service.address}/disaster-recovery${path}`, {
    method,
    headers: { authorization: `Bearer ${await service.token({ roles })}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Exports the plan and has drctl execute it. */
async function runOf(plan: string, which: readonly string[] = ['--type', 'unplanned']): Promise<Run> {
  const at = (name: string): string => join(folder, name);
  await writeFile(
    at('bundle'),
    JSON.stringify(await service.call('POST', `/plans/${plan}/bundle`, { secrets: 'none' })),
  );
  await writeFile(at('key'), JSON.stringify(await service.call('GET', '/bundle-key')));
  const journal = await mkdtemp(at('journal-'));
  const asked = [
    '--key',
    at('key'),
    '--reason',
    'x',
    '--by',
    'ann',
    '--journal',
    journal,
    '--i-declare-the-service-dead',
  ];
  const ran = await drctl('run', at('bundle'), ...asked, ...which);
  expect(ran.output).toContain('ended: ');
  return JSON.parse((await drctl('status', '--json', '--journal', journal)).output) as Run;
}

describe('a plan bundle', () => {
  it('is signed, pins runbooks, and has its secrets only under the passphrase', async () => {
    await service.call('PUT', '/secrets/gate', { value: SECRET });
    const plan = effectPlan(witness, [{ name: 'a' }]) as { recovery_procedures: { steps: Document[] }[] };
    const [step] = plan.recovery_procedures[0]!.steps;
    (step!['with'] as Document)['headers'] = { authorization: 'secret://gate' };
    const id = await newPlan(plan);
    const bundle = await service.call<PlanBundle>('POST', `/plans/${id}/bundle`, {
      passphrase: PASSPHRASE,
      expires_in_days: 2,
      service_url: 'https://dr.example',
    });
    const key = await service.call<{ public_key: string; key_id: string; pem: string }>('GET', '/bundle-key');
    expect(verifyBundle(bundle, [VerifyingKey.parse(key.public_key)])).toEqual(bundle);
    expect(VerifyingKey.parse(key.pem).keyId).toBe(key.key_id);
    expect(bundle).toMatchObject({
      plan: { plan_id: id, version: 1, execution_mode: 'live' },
      authority: { active_site: 'primary', epoch: 0 },
      service_url: 'https://dr.example',
      secrets: { mode: 'sealed', names: ['gate'] },
    });
    expect(bundle.runbooks.map((one) => one.key)).toEqual([
      'failover:planned',
      'failover:unplanned',
      'procedure:proc_effects',
    ]);
    expect(Date.parse(bundle.expires_at) - Date.parse(bundle.created_at)).toBe(2 * 86_400_000);
    expect(JSON.stringify(bundle)).not.toContain('hunter2');
    const opened = await openSecrets(bundle.secrets as SealedSecrets, PASSPHRASE, bundle.bundle_id);
    expect(opened.get('gate')).toBe(SECRET);
    const without = await service.call<PlanBundle>('POST', `/plans/${id}/bundle`, { secrets: 'none' });
    expect(without.secrets).toEqual({ mode: 'none', names: ['gate'] });
  });

  it('is refused for a secret that is not there, without a passphrase, and to everybody but admins', async () => {
    const plan = effectPlan(witness, [{ name: 'a' }]) as { recovery_procedures: { steps: Document[] }[] };
    (plan.recovery_procedures[0]!.steps[0]!['with'] as Document)['headers'] = { a: 'secret://nobody' };
    const id = await newPlan(plan);
    expect(await service.send('POST', `/plans/${id}/bundle`, { passphrase: PASSPHRASE })).toMatchObject({
      status: 409,
      body: { error: 'bundle_secrets_missing', details: { names: ['nobody'] } },
    });
    expect(await service.send('POST', `/plans/${id}/bundle`, {})).toMatchObject({ status: 422 });
    for (const passphrase of ['short', '🔑'.repeat(11)]) {
      expect(await service.send('POST', `/plans/${id}/bundle`, { passphrase })).toMatchObject({ status: 422 });
    }
    expect((await as(['operator', 'approver'], 'POST', `/plans/${id}/bundle`, { secrets: 'none' })).status).toBe(403);
  });
});

describe('taking in what drctl has run', () => {
  it('makes it an execution like any other, once', async () => {
    const plan = await newPlan();
    const run = await runOf(plan);
    const first = await service.send<Document>('POST', '/executions/ingest', run);
    expect(first).toMatchObject({
      status: 200,
      body: { execution_id: run.execution_id, status: 'completed', ingested: true, service_epoch_moved: false },
    });
    expect(await service.send('POST', '/executions/ingest', run)).toEqual(first);
    const execution = await service.call<Document>('GET', `/executions/${run.execution_id}`);
    expect(execution).toMatchObject({ kind: 'failover', ingested: true, executed_by: 'drctl', plan_id: plan });
    expect(execution['steps']).toMatchObject([{ status: 'succeeded', attempts: 1, error: null }]);
    const listed = await service.call<{ items: Document[] }>('GET', `/executions?plan_id=${plan}`);
    expect(listed.items).toMatchObject([{ execution_id: run.execution_id, status: 'completed', initiated_by: 'ann' }]);
  });

  it('that failed half way is shown as far as it came', async () => {
    witness.refuseNext('b', 1);
    const plan = await newPlan(effectPlan(witness, [{ name: 'a' }, { name: 'b', on_failure: 'abort' }]));
    const run = await runOf(plan);
    expect(await service.call('POST', '/executions/ingest', run)).toMatchObject({ status: 'failed' });
    expect(await service.call('GET', `/executions/${run.execution_id}`)).toMatchObject({
      status: 'failed',
      progress: 50,
    });
  });

  it('the same id with another content is a conflict, and changes nothing', async () => {
    const plan = await newPlan();
    const run = await runOf(plan);
    await service.call('POST', '/executions/ingest', run);
    const before = await authority(plan);
    const records = run.records.map((record, index) =>
      index === 0 ? { ...record, at: '2026-01-01T00:00:00.000Z' } : record,
    );
    expect(await service.send('POST', '/executions/ingest', { ...run, records })).toMatchObject({
      status: 409,
      body: { error: 'ingest_conflict' },
    });
    expect(await authority(plan)).toEqual(before);
  });

  it('of a procedure leaves the authority where it is, and raises the epoch', async () => {
    const plan = await newPlan();
    const run = await runOf(plan, ['--procedure', 'proc_effects']);
    expect(await service.call('POST', '/executions/ingest', run)).toMatchObject({ authority_moved: false });
    const { epoch, ...rest } = await authority(plan);
    expect(rest).toMatchObject({ active_site: 'primary', changed_by_execution: null });
    expect(epoch).toBeGreaterThan(1_000_000);
    const { items } = await service.call<{ items: Document[] }>('GET', '/procedures/proc_effects/executions');
    expect(items.map((item) => item['execution_id'])).toContain(run.execution_id);
  });

  it('what the service did itself since the bundle was made is told', async () => {
    const plan = await newPlan();
    const run = await runOf(plan);
    const failover = await startFailoverOf(service, plan, failoverRequest());
    await untilStatus(service, failover, 'completed');
    expect(await service.call('POST', '/executions/ingest', run)).toMatchObject({
      service_epoch_moved: true,
      authority_moved: false,
      unfinished_failover: null,
    });
  });

  it('is refused when it has not ended, was tampered with, is of no plan here, or is an operator’s wish', async () => {
    const plan = await newPlan();
    const run = await runOf(plan);
    const refused = async (body: unknown, status: number, error: string): Promise<void> => {
      expect(await service.send('POST', '/executions/ingest', body)).toMatchObject({ status, body: { error } });
    };
    await refused({ ...run, records: run.records.slice(0, -1) }, 409, 'execution_not_ended');
    await refused({ ...run, bundle: { ...run.bundle, created_by: 'mallory' } }, 422, 'invalid_bundle');
    await refused({ ...run, records: run.records.slice(1) }, 422, 'invalid_execution_export');
    await refused({ ...run, records: [{ ...run.records[0], x: '\u0000' }] }, 422, 'validation_failed');
    await refused([], 400, 'invalid_request');
    await refused({}, 422, 'invalid_execution_export');
    expect((await as(['operator'], 'POST', '/executions/ingest', run)).status).toBe(403);
    expect((await service.send('GET', `/executions/${run.execution_id}`)).status).toBe(404);
    expect(await authority(plan)).toMatchObject({ epoch: 0, active_site: 'primary' });
  });
});

describe('the authority of a plan', () => {
  it('says which site owns it and who is at work now, and nobody keeps a copy', async () => {
    const plan = await newPlan();
    expect(await authority(plan)).toMatchObject({
      plan_id: plan,
      active_site: 'primary',
      site_name: expect.any(String),
      epoch: 0,
      changed_by_execution: null,
      under_execution: null,
    });
    witness.holdNext('a', 'after');
    const failover = await startFailoverOf(service, plan, failoverRequest());
    await waitUntil(() => witness.isHolding('a'), { what: 'the failover is at work' });
    expect(await authority(plan)).toMatchObject({ under_execution: failover, epoch: 1, changed_by_execution: null });
    witness.releaseHeld();
    await untilStatus(service, failover, 'completed');
    expect(await authority(plan)).toMatchObject({ under_execution: null });
    const answer = await as(['viewer'], 'GET', `/plans/${plan}/authority`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect((await as(['viewer'], 'GET', '/plans/plan_nowhere/authority')).status).toBe(404);
  });
});
