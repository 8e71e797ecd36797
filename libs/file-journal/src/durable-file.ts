import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Journals name hosts, people and what went wrong: nobody else's business. */
const PRIVATE = 0o600;

/** Makes durable what a file holds, whoever has written it; of a directory, the names in it. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Creates a file with its whole content at once, durably.
 * @returns false when there is one of that name already; it is left as it is.
 */
export function createDurably(path: string, content: Buffer | string): boolean {
  const whole = writeAside(path, content);
  try {
    // Unlike a rename, it fails when there is one: of many that try, one succeeds.
    linkSync(whole, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
  sync(dirname(path));
  return true;
}

/** Replaces a file; a reader sees the old content or the new one, never a part of either. */
export function replaceDurably(path: string, content: Buffer | string): void {
  renameSync(writeAside(path, content), path);
  sync(dirname(path));
}

function writeAside(path: string, content: Buffer | string): string {
  const aside = `${path}.${randomUUID()}.tmp`;
  writeFileSync(aside, content, { mode: PRIVATE, flag: 'wx', flush: true });
  return aside;
}
