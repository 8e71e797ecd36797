import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { JournalEntry } from '#domain/execution/journal-entry.js';

/** The append-only record of what executions did. No row is ever updated or deleted. */
@Entity('execution_journal')
@Index('execution_journal_position', ['position', 'execution_id', 'seq'])
export class JournalEntryRow {
  @PrimaryColumn('text')
  execution_id: string;

  @PrimaryColumn('bigint')
  seq: string;

  /** Null for entries that a person or system asked for. */
  @Column('bigint', { nullable: true })
  epoch: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  at: Date;

  @Column('jsonb')
  entry: JournalEntry;

  /** Place in the order over all executions; the execution's row has the newest; a trigger sets it where the writer does not. */
  @Column('bigint')
  position: string;
}
