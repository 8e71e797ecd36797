import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { processesUnder } from './leftovers.js';

const DEADLINE_MS = 300_000;

let temporary: string;

beforeEach(async () => (temporary = await mkdtemp(join(tmpdir(), 'demo-'))));
afterEach(() => rm(temporary, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function demo(args: readonly string[], watch?: (output: string, interrupt: () => void) => void): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['scripts/demo.mjs', ...args], {
      // Everything that the demo keeps, and every process that it starts, can be found by this folder.
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      watch?.(output, () => child.kill('SIGINT'));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', (code) => resolve({ code, output }));
  });
}

async function expectNothingLeft(): Promise<void> {
  expect(await readdir(temporary)).toEqual([]);
  expect(processesUnder(temporary)).toEqual([]);
}

test(
  'two failovers, measured: all that must hold holds, and nothing is left behind',
  async () => {
    const { code, output } = await demo(['--once', '--edge', 'builtin']);
    // The output says which of its checks failed; shown when the code is not the expected one.
    expect(code === 0 ? 'ended with 0' : output).toBe('ended with 0');
    expect(output).toMatch(/acknowledged, then lost +0 +[1-9]\d*/);
    expect(output).toContain('All of it holds.');
    await expectNothingLeft();
  },
  DEADLINE_MS,
);

test(
  'Ctrl-C in the middle of it leaves nothing behind',
  async () => {
    let interrupted = false;
    const { code, output } = await demo(['--edge', 'builtin'], (soFar, interrupt) => {
      if (interrupted || !soFar.includes('two sites are up')) return;
      interrupted = true;
      interrupt();
    });
    expect(code === 130 ? 'ended with 130' : output).toBe('ended with 130');
    await expectNothingLeft();
  },
  DEADLINE_MS,
);

test('says how it is used when it is used wrongly', async () => {
  const { code, output } = await demo(['--egde', 'builtin']);
  expect(code).toBe(2);
  expect(output).toContain('npm run demo');
});
