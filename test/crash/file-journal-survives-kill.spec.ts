import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { foldJournal } from '#domain/execution/execution-state.js';
import { FileJournal } from '#file-journal/file-journal.js';
import {
  EPOCH_BASE,
  EXECUTION_ID,
  newFileExecution,
  type FileExecutionUnderTest,
} from '#file-journal/testing/file-executions.js';
import { runbook, step } from '#engine/testing/runbooks.js';

const WRITER = fileURLToPath(new URL('./file-journal-writer.mjs', import.meta.url));
const KILLS = 12;

let files: FileExecutionUnderTest;

beforeEach(() => {
  files = newFileExecution(runbook([step('a')]));
});
afterEach(() => files.remove());

/** @returns the newest seq that it had acknowledged when it was killed with SIGKILL, after so many acknowledgements. */
async function writeAndDie(acknowledgements: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, files.directory], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > acknowledgements) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself: ${errors}`);
  return Number(said.trimEnd().split('\n').at(-1));
}

test('whatever was acknowledged is there after kill -9, the history is valid, and the next one goes on at once', async () => {
  for (let kill = 1; kill <= KILLS; kill++) {
    const acknowledged = await writeAndDie(kill);
    const records = FileJournal.open(files.directory).records();
    expect(records.length).toBeGreaterThanOrEqual(acknowledged);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    const { runbook: book } = files.journal.execution;
    expect(foldJournal(EXECUTION_ID, book, records).status).toBe('running');
    expect(records.at(-1)!.epoch).toBe(EPOCH_BASE + kill);
    // Its lease would hold for a minute: a dead process holds nothing.
    expect(files.journal.holder()).toBeNull();
  }
});

test('two at once: the second is refused while the first lives', async () => {
  const held = await files.journal.acquire(EXECUTION_ID, 'first', 60_000);
  expect(held).not.toBeNull();
  expect(files.journal.holder()).toMatchObject({
    owner: 'first',
    process: { pid: process.pid },
    epoch: EPOCH_BASE + 1,
  });
  await expect(writeAndDie(1)).rejects.toThrow('the lease is held by another');
});
