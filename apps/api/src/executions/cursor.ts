import type { ExecutionPosition } from '#persistence/repositories/execution-list-repository.js';
import { isInstant } from '../validation/fields.js';

/** Years that PostgreSQL knows as well. */
const EXACTLY = /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
const PUBLIC_ID = /^[A-Za-z0-9_-]{1,100}$/;

/** A place in a list as clients hand it back: theirs to keep, not to read. */
export function writeCursor({ requestedAt, executionId }: ExecutionPosition): string {
  return Buffer.from(`${requestedAt} ${executionId}`).toString('base64url');
}

/** @returns null for what `writeCursor` has not written. */
export function readCursor(cursor: string): ExecutionPosition | null {
  const [requestedAt = '', executionId = '', ...rest] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const isWhole =
    rest.length === 0 && EXACTLY.test(requestedAt) && isInstant(requestedAt) && PUBLIC_ID.test(executionId);
  return isWhole ? { requestedAt, executionId } : null;
}
