import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PostgresCluster } from '#embedded/postgres-cluster.js';
import { FileJournal } from '#file-journal/file-journal.js';
import { issueToken } from '#security/token.js';
import { startService, type RunningService } from '../../apps/supervisor/src/service.js';
import { WriteClient } from '../../lab/client/write-client.js';
import { Lab } from '../../lab/lab.js';
import { labPlan, labSecrets } from '../../lab/plan.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { WITHOUT_LIMITS } from '../../lab/service/without-limits.js';
import { Drctl, drctl, optionsOf } from '../support/drctl.js';

type Document = Record<string, unknown>;

const PASSPHRASE = 'correct horse battery staple';
const DEADLINE_MS = 120_000;

let folder: string;
let lab: Lab;
let service: RunningService | undefined;
let token: string;
const file = (name: string): string => join(folder, name);

async function up(): Promise<RunningService> {
  return startService({
    dataDir: file('data'),
    port: 0,
    env: { DATABASE_URL: undefined, QUEUE_URL: undefined, LOG_LEVEL: 'warn', ...WITHOUT_LIMITS },
    childOutput: 'ignore',
  });
}

async function call<T = Document>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${service!.address}/disaster-recovery${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dr-survival-'));
  await chmod(folder, 0o711);
  lab = await Lab.up({ directory: file('lab'), edge: 'builtin' });
  service = await up();
  token = await issueToken({
    subject: 'admin_1',
    roles: ['admin'],
    expiresInSeconds: 3600,
    secret: service.secrets.JWT_SECRET,
  });
}, DEADLINE_MS);

afterAll(async () => {
  await service?.stop();
  await new PostgresCluster({ dataDir: join(folder, 'data', 'postgres') }).destroy();
  await lab?.stop();
  await rm(folder, { recursive: true, force: true });
}, DEADLINE_MS);

test(
  'a bundle fails the plan over without API and database, through kill -9, and the service takes the run in',
  async () => {
    for (const { name, value } of labSecrets(lab)) await call('PUT', `/secrets/${name}`, { value });
    const { plan_id: plan } = await call<{ plan_id: string }>('POST', '/plans', labPlan(lab));
    const bundle = await call('POST', `/plans/${plan}/bundle`, {
      passphrase: PASSPHRASE,
      service_url: service!.address,
    });
    await writeFile(file('bundle.json'), JSON.stringify(bundle, null, 2));
    await writeFile(file('key.json'), JSON.stringify(await call('GET', '/bundle-key')));
    await writeFile(file('passphrase'), `${PASSPHRASE}\n`);
    for (const { value } of labSecrets(lab)) {
      // As it stands in a URL: the five digits alone may be in a signature by chance.
      expect(JSON.stringify(bundle)).not.toContain(`:${new URL(value).port}/`);
    }

    const journal = file('journal');
    const run = (...more: readonly string[]): readonly string[] => [
      'run',
      file('bundle.json'),
      ...optionsOf({ key: file('key.json'), type: 'unplanned', journal, 'passphrase-file': file('passphrase') }),
      ...optionsOf({ reason: 'Toronto is gone', by: 'night shift' }),
      ...more,
    ];
    const DEAD = '--i-declare-the-service-dead';

    // While the service lives nobody else drives; and without a declaration nobody drives either.
    const refused = await drctl(...run(DEAD));
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('The service answers') });

    const client = new WriteClient({ url: lab.edge.url });
    client.start();
    await client.moreAcknowledged(20);
    await service!.stop();
    service = undefined;
    await lab.killPrimary();
    const undeclared = await drctl(...run());
    expect(undeclared).toMatchObject({ code: 2, output: expect.stringContaining('split brain') });

    // The surviving database does not answer for a while, so the first drctl certainly dies with a step under way.
    const survivor = lab.sites.secondary.processes.database!;
    process.kill(survivor, 'SIGSTOP');
    const first = Drctl.start(run(DEAD));
    const state = () => FileJournal.open(journal).state();
    const running = () => [...state().steps.values()].filter(({ status }) => status === 'running');
    await waitUntil(() => running().length > 0 || first.hasEnded, { what: 'a step has begun', deadlineMs: 60_000 });
    expect(await first.kill()).toMatchObject({ signal: 'SIGKILL' });
    process.kill(survivor, 'SIGCONT');

    // And once more when the promotion has begun, wherever that is by then.
    const promotion = FileJournal.open(journal).execution.runbook.steps.find(
      ({ action }) => action === 'postgres.promote',
    )!;
    const next = Drctl.start(run(DEAD));
    await waitUntil(() => state().steps.get(promotion.id)!.startedAt !== null || next.hasEnded, {
      what: 'the promotion has begun',
      everyMs: 1,
      deadlineMs: 60_000,
    });
    await next.kill();

    const ended = await drctl(...run(DEAD));
    expect(ended).toMatchObject({ code: 0, output: expect.stringMatching(/RTO +\d+\.\d\d s/) });
    expect(await lab.writableSites()).toEqual([lab.sites.secondary]);
    await client.moreAcknowledged(5);
    await client.stop();
    const again = await drctl(...run(DEAD));
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('result     completed') });

    service = await up();
    await writeFile(file('token'), token);
    const before = await call<{ active_site: string; epoch: number }>('GET', `/plans/${plan}/authority`);
    expect(before).toMatchObject({ active_site: 'primary', changed_by_execution: null, under_execution: null });
    const ingest = () =>
      drctl('ingest', '--journal', journal, '--url', service!.address, '--token-file', file('token'));
    const taken = await ingest();
    expect(taken.code).toBe(0);
    const { executionId, epochBase } = FileJournal.open(journal).execution;
    expect(JSON.parse(taken.output)).toMatchObject({
      execution_id: executionId,
      status: 'completed',
      ingested: true,
      executed_by: 'drctl',
      authority_moved: true,
      unfinished_failover: null,
    });
    expect((await ingest()).output).toBe(taken.output);

    const authority = await call<{ epoch: number }>('GET', `/plans/${plan}/authority`);
    expect(authority).toMatchObject({
      active_site: 'secondary',
      site_name: 'vancouver',
      changed_by_execution: executionId,
      under_execution: null,
    });
    expect(authority.epoch).toBeGreaterThan(epochBase + 2);
    const execution = await call<{ steps: { status: string }[]; measurements: { rto_ms: number } }>(
      'GET',
      `/executions/${executionId}`,
    );
    expect(execution).toMatchObject({
      status: 'completed',
      progress: 100,
      ingested: true,
      executed_by: 'drctl',
      initiated_by: 'night shift',
      measurements: { rto_ms: expect.any(Number) },
    });
    expect(execution.steps.map(({ status }) => status)).not.toContain('pending');
    expect(await call('GET', `/failovers/${executionId}/status`)).toMatchObject({ status: 'completed' });
  },
  DEADLINE_MS * 3,
);
