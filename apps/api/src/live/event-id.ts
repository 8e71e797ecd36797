import type { JournalPosition } from '#persistence/journal/journal-feed.js';

/** What a bigint of PostgreSQL holds for certain. */
const SEQ = /^\d{1,15}$/;
const POSITION = /^(\d{1,18})-([A-Za-z0-9_-]{0,100})-(\d{1,15})$/;

/** @returns null for what is no id of an event of one execution. */
export function readSeq(id: string): number | null {
  return SEQ.test(id) ? Number(id) : null;
}

/** @returns null for what is no id of an event of all executions. */
export function readPosition(id: string): JournalPosition | null {
  const [, order, executionId, seq] = POSITION.exec(id) ?? [];
  return order === undefined ? null : { order, executionId: executionId!, seq: Number(seq) };
}

export function writePosition({ order, executionId, seq }: JournalPosition): string {
  return `${order}-${executionId}-${seq}`;
}
