import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '#embedded/free-port.js';
import { databaseUrlFrom, isAlive, pidsOf, sql, SupervisorProcess, temporaryFolder, until } from './support.js';

describe('npm start', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let dataDir: string;
  let port: number;
  let processes: SupervisorProcess[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    dataDir = join(folder.path, 'data');
    port = await freePort();
    processes = [];
  });

  afterEach(async () => {
    for (const one of processes) {
      one.kill('SIGTERM');
      await one.ended();
    }
    // A stubborn child that a failed test leaves would keep even Jest from ending.
    for (const pid of await pidsOf(dataDir).catch(() => [])) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await folder.remove();
  });

  function run(env?: Record<string, string>): SupervisorProcess {
    const one = new SupervisorProcess(dataDir, port, env);
    processes.push(one);
    return one;
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with everything it started on %s, with exit code 0', async (signal) => {
    const service = run();
    await service.ready();
    expect(service.output).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/m);
    expect(service.output).toMatch(/^curl /m);
    const pids = await pidsOf(dataDir);
    service.kill(signal);
    expect(await service.ended()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    await expect(stat(join(dataDir, 'supervisor.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('does not wait for a hanging child at the second Ctrl-C', async () => {
    // Without the second one it would not end before this test is given up.
    const service = run({ STUB_API: 'stubborn', STUB_GRACE_MS: '600000' });
    await service.ready();
    const pids = await pidsOf(dataDir);
    service.kill('SIGINT');
    await until(() => service.output.includes('Stopping'), 'the first one is noticed');
    service.kill('SIGINT');
    expect(await service.ended()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('ends at once and whole when it is interrupted while starting', async () => {
    const service = run();
    await until(() => service.output.includes('Starting the embedded PostgreSQL'), 'it is starting');
    service.kill('SIGTERM');
    expect(await service.ended()).toBe(0);
    await expect(stat(join(dataDir, 'supervisor.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(join(dataDir, 'postgres', 'data', 'postmaster.pid'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('starts again after kill -9, without the children and the PostgreSQL of before, and with the data', async () => {
    const first = run({ STUB_API: 'stubborn' });
    const address = await first.ready();
    await sql(await databaseUrlFrom(address), 'CREATE TABLE kept AS SELECT 1 AS id');
    const before = await pidsOf(dataDir);
    const children = before.slice(0, 2);
    first.kill('SIGKILL');
    await first.ended();
    await until(() => children.filter(isAlive).length === 1, 'the worker has noticed, and the API still has the port');

    const second = run();
    expect(await second.ready()).toBe(address);
    expect(before.filter(isAlive)).toEqual([]);
    expect(await sql(await databaseUrlFrom(address), 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  it('says in one line that the port is busy, and exits with 1', async () => {
    const first = run();
    await first.ready();
    const second = new SupervisorProcess(join(folder.path, 'other'), port);
    expect(await second.ended()).toBe(1);
    expect(await second.lines()).toEqual([expect.stringMatching(new RegExp(`Port ${port} .*PORT=\\d+`))]);
    const third = new SupervisorProcess(dataDir, port);
    expect(await third.ended()).toBe(1);
    expect(await third.lines()).toEqual([expect.stringContaining(`pid ${first.pid}`)]);
  });
});
