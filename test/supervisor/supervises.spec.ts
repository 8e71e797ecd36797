import { createServer } from 'node:net';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '#embedded/free-port.js';
import { type RunningService, type ServiceOptions, startService } from '../../apps/supervisor/src/service.js';
import { databaseUrlFrom, entryPoints, isAlive, sql, temporaryFolder, until } from './support.js';

describe('the supervisor', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let services: RunningService[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    services = [];
  });

  afterEach(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await folder.remove();
  });

  async function start(options: Partial<ServiceOptions> = {}): Promise<RunningService> {
    const service = await startService({
      dataDir: join(folder.path, 'data'),
      port: 0,
      entryPoints,
      migrate: async () => undefined,
      backoff: { firstMs: 20, maxMs: 200, stableMs: 60_000 },
      ...options,
    });
    services.push(service);
    return service;
  }

  const pids = (service: RunningService) => [service.apiPid(), service.workerPid(), service.postgresPid()];

  it('gives its children a migrated database, and leaves nothing behind when it stops', async () => {
    const migrated: string[] = [];
    const service = await start({ migrate: async (url) => void migrated.push(url) });
    const running = pids(service);
    expect(running.filter(isAlive)).toHaveLength(3);
    expect(await databaseUrlFrom(service.address)).toBe(service.databaseUrl);
    expect(migrated).toEqual([service.databaseUrl]);
    await service.stop();
    await service.finished;
    expect(running.filter(isAlive)).toEqual([]);
    await expect(fetch(service.address)).rejects.toThrow();
    await expect(stat(join(folder.path, 'data', 'supervisor.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps data and secrets over a restart', async () => {
    const first = await start();
    await sql(first.databaseUrl, 'CREATE TABLE kept AS SELECT 1 AS id');
    await first.stop();
    const second = await start();
    expect(await sql(second.databaseUrl, 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
    expect(second.secrets).toEqual(first.secrets);
    const path = join(folder.path, 'data', 'secrets.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(second.secrets.SECRETS_KEY, 'base64url')).toHaveLength(32);
  });

  it('prefers secrets and a database from the environment', async () => {
    const own = await start();
    const env = { JWT_SECRET: 'given', SECRETS_KEY: 'given too', DATABASE_URL: own.databaseUrl };
    const service = await start({ dataDir: join(folder.path, 'other'), env });
    expect(service.secrets).toEqual({ JWT_SECRET: 'given', SECRETS_KEY: 'given too' });
    expect(await databaseUrlFrom(service.address)).toBe(own.databaseUrl);
    expect(service.postgresPid()).toBeUndefined();
  });

  it('starts a dead child again', async () => {
    const service = await start();
    for (const [pid, kill] of [
      [service.workerPid, service.killWorker],
      [service.apiPid, service.killApi],
    ] as const) {
      const before = pid();
      kill('SIGKILL');
      await until(() => pid() !== before && isAlive(pid()), 'there is another process');
    }
    await until(() => databaseUrlFrom(service.address).catch(() => ''), 'the API answers at the same address');
  });

  it('starts a dead PostgreSQL again at the same address, with its data', async () => {
    const service = await start();
    await sql(service.databaseUrl, 'CREATE TABLE kept AS SELECT 1 AS id');
    service.killPostgres('SIGKILL');
    const rows = await until(
      () => sql(service.databaseUrl, 'SELECT id FROM kept').catch(() => undefined),
      'PostgreSQL answers again',
    );
    expect(rows).toEqual([{ id: 1 }]);
  });

  it('gives up on a child that says its configuration is wrong, with what it said', async () => {
    const said: string[] = [];
    const starting = start({ env: { STUB_API: 'misconfigured' }, childOutput: (_name, line) => void said.push(line) });
    await expect(starting).rejects.toMatchObject({ code: 'child_misconfigured' });
    expect(said).toEqual(['stub api: no such setting']);
    await expect(stat(join(folder.path, 'data', 'supervisor.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('gives up when the children do not become ready', async () => {
    const starting = start({
      entryPoints: { ...entryPoints, api: join(folder.path, 'absent.mjs') },
      readyTimeoutMs: 300,
    });
    await expect(starting).rejects.toMatchObject({ code: 'not_ready_in_time' });
  });

  it('ends a child that does not end when asked', async () => {
    const service = await start({ env: { STUB_API: 'stubborn' }, graceMs: 100 });
    const running = pids(service);
    await service.stop();
    expect(running.filter(isAlive)).toEqual([]);
  });

  it('can be cancelled while it starts', async () => {
    const cancel = new AbortController();
    const migrate = () => {
      cancel.abort();
      return new Promise<void>(() => undefined);
    };
    await expect(start({ migrate, signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect((await start()).apiPid()).toBeDefined();
  });

  it('refuses a busy port before it has started anything', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    try {
      await expect(start({ port })).rejects.toMatchObject({
        code: 'port_busy',
        message: expect.stringMatching(new RegExp(`Port ${port} .*PORT=`)),
      });
      await expect(stat(join(folder.path, 'data', 'postgres'))).rejects.toMatchObject({ code: 'ENOENT' });
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('chooses another port when the one it chose was taken meanwhile', async () => {
    const note = join(folder.path, 'taken');
    const service = await start({ env: { STUB_TAKEN_PORT: note } });
    expect(new URL(service.address).port).not.toBe(await readFile(note, 'utf8'));
    expect(await databaseUrlFrom(service.address)).toBe(service.databaseUrl);
  });

  it('refuses a second start on the same data', async () => {
    const service = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'already_running',
      message: expect.stringContaining(String(process.pid)),
    });
    expect(pids(service).filter(isAlive)).toHaveLength(3);
  });

  it('takes over a lock whose owner is dead, though its pid lives on as another process', async () => {
    await (await start()).stop();
    const lock = join(folder.path, 'data', 'supervisor.lock');
    const supervisor = { pid: process.pid, startedAt: 'long ago' };
    await writeFile(lock, JSON.stringify({ supervisor, children: [] }));
    await start();
    expect(JSON.parse(await readFile(lock, 'utf8')).supervisor.startedAt).not.toBe('long ago');
  });
});
