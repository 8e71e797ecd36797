import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeIf } from '../../../../test/support/requirements.js';
import { abortedAfter, testActions } from '../testing/context.js';
import { freePort, until } from '../testing/postgres-pair.js';
import { commandLine } from './command-line.js';

const run = promisify(execFile);

describeIf('sshd', 'ssh', (program) => {
  const actions = testActions();
  let folder: string;
  let sshd: ChildProcess;
  let login: { host: string; port: number; user: string; key: string; host_key: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ssh-'));
    const generate = (name: string) =>
      run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, name)]);
    await Promise.all(['host', 'client', 'stranger'].map(generate));
    const port = await freePort();
    await writeFile(join(folder, 'authorized_keys'), await readFile(join(folder, 'client.pub')));
    await writeFile(
      join(folder, 'sshd_config'),
      `ListenAddress 127.0.0.1:${port}
HostKey ${join(folder, 'host')}
AuthorizedKeysFile ${join(folder, 'authorized_keys')}
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
PermitRootLogin prohibit-password
`,
    );
    // Where it is run as root it gives up its rights in this folder, which Debian makes only when its service starts.
    if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
    sshd = spawn(program, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
    await until(
      () =>
        new Promise((resolve) => {
          const socket = connect(port, '127.0.0.1', () => resolve(true));
          socket.once('data', () => socket.destroy());
          socket.once('error', () => resolve(false));
        }),
    );
    actions.secrets.set('key', await readFile(join(folder, 'client'), 'utf8'));
    actions.secrets.set('stranger', await readFile(join(folder, 'stranger'), 'utf8'));
    actions.secrets.set('token', 'tr0ub4dor&3');
    const [type, blob] = (await readFile(join(folder, 'host.pub'), 'utf8')).split(' ');
    const { username } = userInfo();
    login = { host: '127.0.0.1', port, user: username, key: 'secret://key', host_key: `${type} ${blob!.trim()}` };
  });

  afterAll(async () => {
    actions.catalog.close();
    const ended = new Promise((resolve) => sshd.once('exit', resolve));
    sshd.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  it('runs a program over there, and tells it for whom', async () => {
    const command = ['sh', '-c', 'echo "$0|$DR_EPOCH|$DR_EXECUTION_ID"; cat', `it's $(id); "x"`];
    const output = await actions.run('ssh', { ...login, command, stdin: 'in' });
    expect(output).toMatchObject({ exit_code: 0, stdout: `it's $(id); "x"|5|failover_1\nin` });
  });

  it('reports a failure with what was printed, without the secrets', async () => {
    const failed = actions.run('ssh', { ...login, command: ['sh', '-c', 'cat; exit 3'], stdin: 'secret://token' });
    await expect(failed).rejects.toMatchObject({
      code: 'program_failed',
      message: 'exit code 3 instead of 0',
      details: { stdout: '[redacted]' },
    });
  });

  it('looks by its probe, and undoes by its undo', async () => {
    const mark = join(folder, 'mark');
    const inputs = {
      ...login,
      command: ['touch', mark],
      probe: { command: ['test', '-e', mark] },
      undo: { command: ['rm', mark] },
    };
    expect(await actions.probe('ssh', inputs)).toEqual({ answer: 'not_done' });
    expect(await actions.run('ssh', inputs)).toMatchObject({ verified: true });
    expect(await actions.probe('ssh', inputs)).toMatchObject({ answer: 'done' });
    await actions.undo('ssh', inputs);
    expect(await actions.probe('ssh', inputs)).toEqual({ answer: 'not_done' });
  });

  it('is not let in with another key, and does not talk to another host', async () => {
    const command = ['true'];
    await expect(actions.run('ssh', { ...login, key: 'secret://stranger', command })).rejects.toMatchObject({
      code: 'peer_unreachable',
      why: expect.stringContaining('Permission denied') as unknown,
    });
    const [type, blob] = (await readFile(join(folder, 'stranger.pub'), 'utf8')).split(' ');
    const impostor = { ...login, host_key: `${type} ${blob!.trim()}` };
    await expect(actions.run('ssh', { ...impostor, command })).rejects.toMatchObject({ code: 'peer_unreachable' });
  });

  it('does not know about a host that it can not reach', async () => {
    const inputs = { ...login, port: await freePort(), command: ['true'], probe: { command: ['true'] } };
    expect(await actions.probe('ssh', inputs)).toMatchObject({ answer: 'unknown' });
    await expect(actions.run('ssh', inputs)).rejects.toMatchObject({ code: 'peer_unreachable' });
  });

  it('stops when it is told to, and leaves no key behind', async () => {
    const { error } = await abortedAfter((signal) =>
      actions.run('ssh', { ...login, command: ['sleep', '60'] }, { signal }),
    );
    expect(error).toMatchObject({ code: 'action_aborted' });
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('dr-ssh-'))).toEqual([]);
  });

  it.each([
    [{ host: '-oProxyCommand=id' }, 'host'],
    [{ user: '-l' }, 'user'],
    [{ host_key: 'anything' }, 'host_key'],
    [{ key: '~/.ssh/id_ed25519' }, 'key'],
  ])('refuses %j', (wrong, field) => {
    const inputs = { ...login, command: ['true'], ...wrong };
    expect(() => actions.catalog.get('ssh').parse(inputs)).toThrow(
      expect.objectContaining({ issues: [expect.stringContaining(`${field}: `)] }) as unknown as Error,
    );
  });
});

describe('the command line of the other side', () => {
  it('arrives word by word, whatever is in the words', async () => {
    const word = fc
      .string({ minLength: 1, maxLength: 12, unit: 'binary-ascii' })
      .filter((text) => !text.includes('\0'));
    const folder = await mkdtemp(join(tmpdir(), 'words-'));
    const print = join(folder, 'print');
    await writeFile(print, '#!/bin/sh\nfor word; do printf "%s\\0" "$word"; done\n');
    await chmod(print, 0o755);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (words) => {
        const { stdout } = await run('/bin/sh', ['-c', commandLine({ A: '1' }, [print, ...words])]);
        expect(stdout).toBe(words.map((each) => `${each}\0`).join(''));
      }),
      { numRuns: 30 },
    );
    await rm(folder, { recursive: true, force: true });
  });
});
