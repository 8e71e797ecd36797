// Drives a journal in files as an engine would, as fast as it goes, and says what was acknowledged, until it is killed.
import { writeSync } from 'node:fs';
import { FileJournal } from '../../dist/libs/file-journal/src/file-journal.js';

const [directory] = process.argv.slice(2);
const STDOUT = 1;
const TTL_MS = 60_000;

const journal = FileJournal.open(directory);
const { executionId } = journal.execution;
const lease = await journal.acquire(executionId, `writer ${process.pid}`, TTL_MS);
if (lease === null) throw new Error('the lease is held by another');
let seq = lease.lastSeq;
if (seq === 1) seq = (await journal.append(executionId, lease.epoch, seq, [{ type: 'execution_started' }])).at(-1).seq;
for (let attempt = 1; ; attempt++) {
  const records = await journal.append(executionId, lease.epoch, seq, [
    { type: 'step_started', stepId: 'a', attempt },
    {
      type: 'step_attempt_failed',
      stepId: 'a',
      attempt,
      error: { code: 'x', message: 'x'.repeat(attempt % 5000), details: {} },
      retryInMs: 0,
    },
  ]);
  seq = records.at(-1).seq;
  // Synchronous, so that whoever reads it knows that it was acknowledged before the process died.
  writeSync(STDOUT, `${seq}\n`);
}
