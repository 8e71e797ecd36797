import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRequest } from '#bundle/execution-export.js';
import { canonicalJson, jsonDigest } from '#bundle/canonical-json.js';
import type { PlanBundle } from '#bundle/plan-bundle.js';
import { createDurably } from '#file-journal/durable-file.js';
import { JournalMissingError } from '#file-journal/errors.js';
import { FileJournal } from '#file-journal/file-journal.js';
import { readJsonFile } from '../arguments.js';

const BUNDLE = 'bundle.json';

/** A journal with the bundle that it was made from: all that is needed to go on, and to be taken in later. */
export interface JournalDirectory {
  readonly journal: FileJournal;
  readonly bundle: PlanBundle;
  readonly request: RunRequest;
}

/** Null: there is none yet. @throws JournalCorruptError */
export function openJournal(directory: string): JournalDirectory | null {
  let journal: FileJournal;
  try {
    journal = FileJournal.open(directory);
  } catch (error) {
    if (error instanceof JournalMissingError) return null;
    throw error;
  }
  const bundle = readJsonFile(join(directory, BUNDLE)) as PlanBundle;
  return { journal, bundle, request: journal.execution.request as RunRequest };
}

/** @throws JournalMissingError, JournalCorruptError */
export function requireJournal(directory: string): JournalDirectory {
  const found = openJournal(directory);
  if (found === null) throw new JournalMissingError(directory);
  return found;
}

/** The bundle first: a journal is never without it. */
export function keepBundle(directory: string, bundle: PlanBundle): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, BUNDLE);
  if (createDurably(path, canonicalJson(bundle)) || !existsSync(path)) return;
  // Left there by a start that got no further; another bundle's must not be mixed up with this one.
  if (jsonDigest(readJsonFile(path)) !== jsonDigest(bundle)) throw new JournalMissingError(directory);
}
