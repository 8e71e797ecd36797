import type { JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';

/** An entry as PostgreSQL gives it out: its bigints are texts. */
export interface JournalRow {
  readonly seq: string;
  readonly epoch: string | null;
  readonly at: Date;
  readonly entry: JournalEntry;
}

export function journalRecord({ seq, epoch, at, entry }: JournalRow): JournalRecord {
  return { seq: Number(seq), epoch: epoch === null ? null : Number(epoch), at, entry };
}
