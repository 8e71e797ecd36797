import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EngineEntry } from '#domain/execution/journal-entry.js';
import { runbook, step } from '#engine/testing/runbooks.js';
import { JournalCorruptError, JournalExistsError, JournalMissingError } from './errors.js';
import { FileJournal } from './file-journal.js';
import { segmentPath } from './segments.js';
import { EPOCH_BASE, EXECUTION_ID, newFileExecution, type FileExecutionUnderTest } from './testing/file-executions.js';

const EXPIRED = 0;
const begun = (attempt: number): EngineEntry => ({ type: 'step_started', stepId: 'a', attempt });
const failed = (attempt: number): EngineEntry => ({
  type: 'step_attempt_failed',
  stepId: 'a',
  attempt,
  error: { code: 'broken', message: 'grün', details: {} },
  retryInMs: 1,
});

let files: FileExecutionUnderTest;
let epoch: number;

/** Two holders one after the other; the newest append has two entries in one record. */
beforeEach(async () => {
  files = newFileExecution(runbook([step('a')]));
  const first = (await files.journal.acquire(EXECUTION_ID, 'w1', EXPIRED))!;
  expect(first.epoch).toBe(EPOCH_BASE + 1);
  await files.journal.append(EXECUTION_ID, first.epoch, 1, [{ type: 'execution_started' }, begun(1)]);
  epoch = (await files.journal.acquire(EXECUTION_ID, 'w2', EXPIRED))!.epoch;
  await files.journal.append(EXECUTION_ID, epoch, 3, [begun(1)]);
  await files.journal.append(EXECUTION_ID, epoch, 4, [failed(1), begun(2)]);
});
afterEach(() => files.remove());

const open = (): FileJournal => FileJournal.open(files.directory);
const newest = (): string => segmentPath(files.directory, epoch);
const inboxNames = (): readonly string[] => readdirSync(join(files.directory, 'requests'));
const lengthOfLastRecord = (content: Buffer): number =>
  content.length - content.lastIndexOf('\n', content.length - 2) - 1;

describe('a journal in files that was damaged', () => {
  it('cut off at any byte of its last record, has everything before it and nothing of it, and goes on', async () => {
    const whole = readFileSync(newest());
    const before = open().records();
    expect(before).toHaveLength(6);
    for (let cut = 1; cut <= lengthOfLastRecord(whole); cut++) {
      truncateSync(newest(), whole.length - cut);
      const journal = open();
      expect(journal.records()).toEqual(before.slice(0, 4));
      const next = (await journal.acquire(EXECUTION_ID, 'next', EXPIRED))!;
      expect(next.lastSeq).toBe(4);
      expect(await journal.append(EXECUTION_ID, next.epoch, 4, [failed(1)])).toMatchObject([{ seq: 5 }]);
      expect(open().records()).toHaveLength(5);
      // As it was, for the next cut.
      await journal.release(EXECUTION_ID, next.epoch, 5);
      rmSync(segmentPath(files.directory, next.epoch));
      rmSync(segmentPath(files.directory, next.epoch).replace(/journal$/, 'lease'));
      writeFileSync(newest(), whole);
    }
  });

  it('with any bit of any whole record flipped is refused', () => {
    const whole = readFileSync(newest());
    const before = open().records();
    fc.assert(
      fc.property(fc.nat(whole.length - 2), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(whole);
        changed[at]! ^= 1 << bit;
        writeFileSync(newest(), changed);
        try {
          expect(() => open().records()).toThrow(JournalCorruptError);
        } finally {
          writeFileSync(newest(), whole);
        }
      }),
      { numRuns: 300 },
    );
    expect(open().records()).toEqual(before);
  });

  it('with a record missing, doubled or out of order is refused', () => {
    const [claim, after, first, second] = readFileSync(newest(), 'utf8').split('\n');
    for (const lines of [
      [claim, after, second],
      [claim, first, second],
      [claim, after, first, first, second],
      [claim, after, second, first],
    ]) {
      writeFileSync(newest(), `${lines.join('\n')}\n`);
      expect(() => open().records()).toThrow(JournalCorruptError);
    }
  });

  it('in an older segment is refused, also where only its end is missing', () => {
    const older = segmentPath(files.directory, EPOCH_BASE + 1);
    const { length } = readFileSync(older);
    truncateSync(older, length - 1);
    expect(() => open().records()).toThrow(JournalCorruptError);
  });

  it('what a stale holder writes into its own segment is no part of the history', () => {
    const before = open().records();
    appendFileSync(segmentPath(files.directory, EPOCH_BASE + 1), 'whatever it was\n');
    expect(open().records()).toEqual(before);
  });

  it('whose execution is damaged, or is not there, says so', () => {
    expect(() => FileJournal.open(join(files.directory, 'nowhere'))).toThrow(JournalMissingError);
    expect(() => FileJournal.create(files.directory, files.journal.execution)).toThrow(JournalExistsError);
    truncateSync(join(files.directory, 'execution'), 30);
    expect(open).toThrow(JournalCorruptError);
  });
});

describe('a request beside the lease', () => {
  it('that the state forbids is refused at once, and leaves nothing', async () => {
    const confirm = { type: 'step_confirmed', stepId: 'a', by: 'ann', comment: '' } as const;
    expect(() => open().request(confirm)).toThrow('step a is running');
    expect(() => open().request({ ...confirm, stepId: 'nowhere' })).toThrow('no step nowhere');
    expect(await files.journal.entriesAfter(EXECUTION_ID, 6)).toEqual([]);
  });

  it('is taken in once, also when its holder died between the journal and the inbox', async () => {
    open().request({ type: 'cancel_requested', by: 'ann', comment: '' });
    const request = readFileSync(join(files.directory, 'requests', inboxNames()[0]!));
    const [name] = inboxNames();
    expect(await files.journal.entriesAfter(EXECUTION_ID, 6)).toHaveLength(1);
    expect(inboxNames()).toEqual([]);
    writeFileSync(join(files.directory, 'requests', name!), request);
    const journal = open();
    expect((await journal.acquire(EXECUTION_ID, 'next', EXPIRED))!.lastSeq).toBe(7);
    expect(inboxNames()).toEqual([]);
    expect(journal.records()).toHaveLength(7);
  });
});
