import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testActions, timed, type TestActions } from '../testing/context.js';
import { until } from '../testing/postgres-pair.js';

/** Shell scripts stand for the programs of an administrator; the action itself never starts a shell. */
describe('command', () => {
  let folder: string;
  let actions: TestActions;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'command-'));
    program = join(folder, 'program');
    actions = testActions([program]);
    actions.secrets.set('token', 'tr0ub4dor&3');
  });
  afterAll(async () => {
    actions.catalog.close();
    await rm(folder, { recursive: true, force: true });
  });
  const script = async (text: string): Promise<void> => {
    await writeFile(program, `#!/bin/sh\n${text}\n`);
    await chmod(program, 0o755);
  };
  beforeEach(() => script('exit 0'));
  const gone = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };

  it('runs a program without a shell, and tells it for whom', async () => {
    await script('echo "$1|$DR_EXECUTION_ID|$DR_EPOCH|$COLOUR|$(pwd)"; cat');
    const inputs = { program, arguments: ['$(id); "x"'], env: { COLOUR: 'red' }, stdin: 'in', directory: folder };
    expect(await actions.run('command', inputs)).toMatchObject({
      exit_code: 0,
      stdout: `$(id); "x"|failover_1|5|red|${folder}\nin`,
      truncated: false,
    });
  });

  it("gives it nothing of the service's own environment", async () => {
    await script('env');
    const { stdout } = await actions.run('command', { program });
    const names = (stdout as string)
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(new Set(names.filter((name) => !['PATH', 'PWD', 'SHLVL', '_', 'OLDPWD'].includes(name!)))).toEqual(
      new Set(['DR_ATTEMPT', 'DR_EPOCH', 'DR_EXECUTION_ID', 'DR_PLAN_ID', 'DR_STEP_ID']),
    );
  });

  it('hands secrets over by environment and input only, and takes them out of what is printed', async () => {
    await script('echo "got $TOKEN"; cat >&2; exit 3');
    const failed = actions.run('command', { program, env: { TOKEN: 'secret://token' }, stdin: 'secret://token' });
    await expect(failed).rejects.toMatchObject({
      code: 'program_failed',
      message: 'exit code 3 instead of 0',
      details: { stdout: 'got [redacted]\n', stderr: '[redacted]' },
    });
    expect(() => actions.catalog.get('command').parse({ program, arguments: ['secret://token'] })).toThrow();
  });

  it('runs nothing that is not on the list, neither as the step nor as its probe or undo', () => {
    const parse = (inputs: object) => () => actions.catalog.get('command').parse(inputs as never);
    const issue = 'is not on the list of programs that may be run (COMMAND_ALLOW)';
    const refused = (field: string) => expect.objectContaining({ issues: [`${field}: ${issue}`] }) as unknown as Error;
    expect(parse({ program: '/bin/true' })).toThrow(refused('program'));
    expect(parse({ program, probe: { program: '/bin/true' } })).toThrow(refused('probe.program'));
    expect(parse({ program, undo: { program: '/bin/true' } })).toThrow(refused('undo.program'));
    expect(parse({ program: `${folder}/../${program}` })).toThrow(refused('program'));
  });

  it('judges by exit code, by what is printed, and reads JSON', async () => {
    await script('echo \'{"lsn":"0/1"}\'; exit 4');
    const inputs = { program, expect: { exit_codes: [0, 4], stdout_contains: 'lsn', json: true } };
    expect(await actions.run('command', inputs)).toMatchObject({ exit_code: 4, json: { lsn: '0/1' } });
    await expect(
      actions.run('command', { program, expect: { exit_codes: [4], stdout_contains: 'xid' } }),
    ).rejects.toThrow();
    await script('echo no');
    await expect(actions.run('command', { program, expect: { json: true } })).rejects.toThrow('is not JSON');
  });

  it('asks the probe: 0 is yes, 1 is no, and everything else is nobody knows', async () => {
    for (const [code, answer] of [
      [0, 'done'],
      [1, 'not_done'],
      [2, 'unknown'],
    ] as const) {
      await script(`exit ${code}`);
      expect(await actions.probe('command', { program, probe: { program } })).toMatchObject({ answer });
    }
    expect(await actions.probe('command', { program })).toMatchObject({ answer: 'unknown' });
  });

  it('keeps the end of what is printed, however much that is', async () => {
    await script('i=0; while [ $i -lt 30000 ]; do echo "line $i"; i=$((i+1)); done');
    const { stdout, truncated } = await actions.run('command', { program });
    expect(truncated).toBe(true);
    expect((stdout as string).endsWith('line 29999\n')).toBe(true);
    expect((stdout as string).length).toBeLessThanOrEqual(4_000);
  });

  it('ends the program and its children when it is stopped, also those that do not want to end', async () => {
    await script(
      `trap '' TERM; sh -c 'trap "" TERM; echo $$ > ${folder}/child; while :; do sleep 1; done' & wait; wait`,
    );
    const stop = new AbortController();
    const running = timed(actions.run('command', { program }, { signal: stop.signal }));
    let child = 0;
    await until(async () => (child = Number(await readFile(join(folder, 'child'), 'utf8').catch(() => ''))) > 0);
    stop.abort();
    expect((await running).error).toMatchObject({ code: 'action_aborted' });
    await until(() => Promise.resolve(gone(child)));
  });

  it('says why a program was not started', async () => {
    await chmod(program, 0o644);
    const code = 'program_not_started';
    await expect(actions.run('command', { program })).rejects.toMatchObject({ code });
    await rm(program);
    await expect(actions.run('command', { program })).rejects.toMatchObject({ code });
  });

  it('undoes by the program that the step names for that', async () => {
    await script(`echo "$1" > ${folder}/undone`);
    await actions.undo('command', { program, undo: { program, arguments: ['back'] } });
    expect(await readFile(join(folder, 'undone'), 'utf8')).toBe('back\n');
    expect(await actions.undo('command', { program })).toMatchObject({ undone: false });
  });
});
