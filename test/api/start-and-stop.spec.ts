import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '#embedded/free-port.js';
import { PostgresCluster } from '#embedded/postgres-cluster.js';
import { migrate } from '#persistence/migrate.js';

const API = fileURLToPath(new URL('../../dist/apps/api/src/main.js', import.meta.url));
const KEY = Buffer.alloc(32, 7).toString('base64url');

let folder: string;
let cluster: PostgresCluster;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dr-start-'));
  await chmod(folder, 0o711); // PostgreSQL's own account passes through
  // On a fixed port: it has to come back where it was.
  cluster = new PostgresCluster({
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    settings: { fsync: 'off' },
  });
  await cluster.initialise();
  await cluster.start();
  await cluster.ensureDatabase('test');
});

afterAll(async () => {
  await cluster?.destroy();
  await rm(folder, { recursive: true, force: true });
});

function startApi(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [API], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const errors: string[] = [];
  child.stderr!.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  child.stdout!.resume();
  // Not 'close', which does not come after disconnect(); what it has said may come after its end.
  const ended = Promise.all([once(child, 'exit'), once(child.stderr!, 'end')]).then(
    ([[code]]) => code as number | null,
  );
  const ready = Promise.race([
    once(child, 'message').then(([message]) => message as { readonly address: string }),
    ended.then((code): never => {
      throw new Error(`the API ended with ${code}: ${errors.join('')}`);
    }),
  ]);
  ready.catch(() => undefined); // not every test waits for it
  return { child, ended, ready, errors: () => errors.join('') };
}

const settings = () => ({
  DATABASE_URL: cluster.url('test'),
  SECRETS_KEY: KEY,
  JWT_SECRET: KEY,
  PORT: '0',
  LOG_LEVEL: 'warn',
});

test('a configuration that is not usable ends the API with every fault named', async () => {
  const { ended, errors } = startApi({ PORT: 'http', JWT_SECRET: 'short' });
  expect(await ended).toBe(78);
  for (const name of ['PORT', 'DATABASE_URL', 'JWT_SECRET', 'SECRETS_KEY']) expect(errors()).toContain(name);
  expect(errors()).not.toMatch(/^\s+at /m);
});

test('a busy port ends the API with a line that says so', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    const { ended, errors } = startApi({ ...settings(), PORT: String(port) });
    expect(await ended).toBe(1);
    expect(errors().trim()).toBe(
      `api: Port ${port} on 127.0.0.1 is in use by another program. Choose another one with PORT.`,
    );
  } finally {
    other.close();
    await once(other, 'close');
  }
});

test('the API is alive at once, ready when the database is migrated, and not ready when it is gone', async () => {
  const api = startApi(settings());
  try {
    const { address } = await api.ready;
    const health = async (what: string) => {
      const response = await fetch(`${address}/health/${what}`);
      return { status: response.status, body: (await response.json()) as unknown };
    };
    const notReady = (state: string) => ({ status: 503, body: { error: 'not_ready', details: { database: state } } });
    expect(await health('live')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await health('ready')).toMatchObject(notReady('not_migrated'));
    await migrate(cluster.url('test'));
    expect(await health('ready')).toMatchObject({ status: 200 });
    await cluster.stop();
    expect(await health('ready')).toMatchObject(notReady('unreachable'));
    expect(await health('live')).toMatchObject({ status: 200 });
    await cluster.start();
    expect(await health('ready')).toMatchObject({ status: 200 });
  } finally {
    api.child.kill('SIGTERM');
    expect(await api.ended).toBe(0);
  }
});

test('the API ends when its supervisor is gone', async () => {
  const api = startApi(settings());
  await api.ready;
  api.child.disconnect();
  expect(await api.ended).toBe(0);
});
