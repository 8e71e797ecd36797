import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runbook } from '#domain/runbook/runbook.js';
import { FileJournal } from '../file-journal.js';

export const EXECUTION_ID = 'failover_1';
export const EPOCH_BASE = 41;

export interface FileExecutionUnderTest {
  readonly directory: string;
  readonly journal: FileJournal;
  remove(): void;
}

/** A new execution in a directory of its own. */
export function newFileExecution(runbook: Runbook): FileExecutionUnderTest {
  const parent = mkdtempSync(join(tmpdir(), 'dr-journal-'));
  const directory = join(parent, 'journal');
  const journal = FileJournal.create(directory, {
    executionId: EXECUTION_ID,
    runbook,
    epochBase: EPOCH_BASE,
    requestedAt: new Date().toISOString(),
    requestedBy: 'ann',
    request: { reason: 'a test' },
  });
  return { directory, journal, remove: () => rmSync(parent, { recursive: true, force: true }) };
}
