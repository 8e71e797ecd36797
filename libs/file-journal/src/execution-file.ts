import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalRecord } from '#domain/execution/journal-entry.js';
import type { JsonObject } from '#domain/json.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { createDurably } from './durable-file.js';
import { JournalCorruptError, JournalExistsError, JournalMissingError } from './errors.js';
import { decodeFrames, encodeFrame } from './frames.js';

/** What an execution is, from its first moment on: it never changes. */
export interface FileExecution {
  readonly executionId: string;
  readonly runbook: Runbook;
  /** The first lease has the next epoch above it. */
  readonly epochBase: number;
  readonly requestedAt: string;
  readonly requestedBy: string;
  /** What was asked for, as it is journalled: without secrets. */
  readonly request: JsonObject;
}

const NAME = 'execution';

/** @throws JournalExistsError when the directory has an execution; it is left alone. */
export function createExecution(directory: string, execution: FileExecution): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { bytes } = encodeFrame(execution as unknown as JsonObject, 0);
  if (!createDurably(join(directory, NAME), bytes)) throw new JournalExistsError(directory);
}

/** @throws JournalMissingError, JournalCorruptError */
export function readExecution(directory: string): FileExecution {
  const path = join(directory, NAME);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new JournalMissingError(directory);
    throw error;
  }
  const { frames, bytes } = decodeFrames(path, content);
  // It was there as a whole from the beginning, so nothing of it can be torn.
  if (frames.length !== 1 || bytes !== content.length) throw new JournalCorruptError(path, bytes, 'it is not whole');
  return frames[0]!.value as unknown as FileExecution;
}

export function requestRecord({ requestedAt, requestedBy, request }: FileExecution): JournalRecord {
  return {
    seq: 1,
    epoch: null,
    at: new Date(requestedAt),
    entry: { type: 'execution_requested', by: requestedBy, data: request },
  };
}
