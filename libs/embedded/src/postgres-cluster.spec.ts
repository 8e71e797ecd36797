import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freePort } from './free-port.js';
import { PostgresCluster, type PostgresClusterOptions } from './postgres-cluster.js';
import { isAlive } from './postmaster-file.js';

const asRoot = process.getuid?.() === 0;

async function query<R extends pg.QueryResultRow>(cluster: PostgresCluster, sql: string, database?: string) {
  const client = new pg.Client({ connectionString: cluster.url(database) });
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('PostgresCluster', () => {
  let folder: string;
  const made: PostgresCluster[] = [];
  const pids: number[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'embedded-'));
    await chmod(folder, 0o711);
  });

  afterEach(async () => {
    await Promise.all(made.splice(0).map((cluster) => cluster.destroy()));
    await rm(folder, { recursive: true, force: true });
    expect(pids.splice(0).filter(isAlive)).toEqual([]);
  });

  function cluster(options: Partial<PostgresClusterOptions> = {}): PostgresCluster {
    const made_ = new PostgresCluster({ dataDir: join(folder, 'postgres'), ...options });
    made.push(made_);
    return made_;
  }

  async function started(options: Partial<PostgresClusterOptions> = {}): Promise<PostgresCluster> {
    const one = cluster(options);
    await one.initialise();
    await one.start();
    pids.push(one.pid ?? 0);
    return one;
  }

  it('keeps committed data through kill -9 and a restart', async () => {
    const one = await started();
    await one.ensureDatabase('app');
    await one.ensureDatabase('app');
    await query(one, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)', 'app');
    one.kill('SIGKILL');
    await one.start();
    pids.push(one.pid ?? 0);
    expect(await query(one, 'SELECT id FROM kept', 'app')).toEqual([{ id: 1 }]);
  });

  it('listens on 127.0.0.1 only, wants a password, and keeps it for its owner alone', async () => {
    const one = await started({ settings: { work_mem: '7MB' } });
    const settings = await query(
      one,
      `SELECT name, setting FROM pg_settings WHERE name IN
         ('listen_addresses', 'unix_socket_directories', 'fsync', 'server_encoding', 'data_checksums', 'work_mem')`,
    );
    expect(Object.fromEntries(settings.map((row) => [row['name'], row['setting']]))).toEqual({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'on',
      server_encoding: 'UTF8',
      data_checksums: 'on',
      work_mem: '7168',
    });
    const stranger = new pg.Client({ connectionString: one.url().replace(one.password, 'wrong') });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(one.dataDir, 'password'))).mode & 0o777).toBe(0o600);
    const reopened = cluster({ port: one.port });
    expect(reopened.url()).toBe(one.url());
  });

  it('stops a postmaster that an earlier run left behind, and keeps its data', async () => {
    const earlier = await started();
    await query(earlier, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (2)');
    const orphan = earlier.pid ?? 0;
    const later = cluster(); // knows nothing of `earlier`, like a new process
    await later.start();
    pids.push(later.pid ?? 0);
    expect(later.pid).not.toBe(orphan);
    expect(isAlive(orphan)).toBe(false);
    expect(await query(later, 'SELECT id FROM kept')).toEqual([{ id: 2 }]);
  });

  it('does not take a stranger with the recorded pid for its postmaster', async () => {
    const one = await started();
    const file = join(await one.pgdata(), 'postmaster.pid');
    const recorded = await readFile(file, 'utf8');
    one.kill('SIGKILL');
    await one.waitForExit();
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    const strangerPid = stranger.pid ?? 0;
    pids.push(strangerPid);
    try {
      await writeFile(file, recorded.replace(/^\d+/, String(strangerPid)));
      await one.start();
      expect(isAlive(strangerPid)).toBe(true);
    } finally {
      const gone = new Promise((resolve) => stranger.once('exit', resolve));
      stranger.kill('SIGKILL');
      await gone;
    }
  });

  it('says why it cannot start', async () => {
    const one = cluster({ settings: { shared_buffers: 'plenty' } });
    await expect(one.start()).rejects.toMatchObject({ code: 'cluster_not_initialised' });
    await one.initialise();
    await expect(one.start()).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('shared_buffers'),
    });
    expect(one.pid).toBeUndefined();
  });

  it('refuses a busy fixed port and a second start', async () => {
    const one = await started();
    await expect(one.start()).rejects.toMatchObject({ code: 'cluster_already_running' });
    const other = cluster({ dataDir: join(folder, 'other'), port: one.port });
    await other.initialise();
    await expect(other.start()).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('could not bind'),
    });
  });

  it('gives up on a start that takes too long, and leaves no server', async () => {
    // A standby that lets nobody in is never ready, however fast it is.
    const one = cluster({ startTimeoutMs: 0, port: await freePort(), settings: { hot_standby: 'off' } });
    await one.initialise();
    await writeFile(join(await one.pgdata(), 'standby.signal'), '');
    await expect(one.start()).rejects.toMatchObject({ code: 'start_timeout' });
    expect(one.pid).toBeUndefined();
  });

  it('stops a paused server too', async () => {
    const one = await started();
    one.kill('SIGSTOP');
    await one.stop();
    expect(one.pid).toBeUndefined();
  });

  (asRoot ? it : it.skip)('as root, works in a folder that only root can enter, and removes all of it', async () => {
    await chmod(folder, 0o700);
    const one = await started();
    await query(one, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (3)');
    await one.stop();
    const elsewhere = await one.pgdata();
    expect(elsewhere.startsWith(one.dataDir)).toBe(false);
    const reopened = cluster();
    await reopened.initialise();
    await reopened.start();
    pids.push(reopened.pid ?? 0);
    expect(await query(reopened, 'SELECT id FROM kept')).toEqual([{ id: 3 }]);
    await reopened.destroy();
    await expect(stat(elsewhere)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(one.dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  (asRoot ? it : it.skip)('as root, keeps the data in place where the account can reach it', async () => {
    const one = await started();
    expect((await one.pgdata()).startsWith(one.dataDir)).toBe(true);
    expect((await stat(await one.pgdata())).uid).not.toBe(0);
  });
});
