import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import { Execution } from './execution.entity.js';

/** The append-only record of what executions did. No row is ever updated or deleted. */
@Entity('execution_journal')
@Index('execution_journal_position', ['position', 'execution_id', 'seq'])
export class JournalEntryRow {
  @PrimaryColumn('text')
  execution_id: string;

  @PrimaryColumn('bigint')
  seq: string;

  @ManyToOne(() => Execution)
  @JoinColumn({ name: 'execution_id', foreignKeyConstraintName: 'execution_journal_execution_id_fkey' })
  execution: Relation<Execution>;

  /** Null for entries that a person or system asked for. */
  @Column('bigint', { nullable: true })
  epoch: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  at: Date;

  @Column('jsonb')
  entry: JournalEntry;

  /** Place in the order over all executions; a trigger sets it. */
  @Column('bigint')
  position: string;
}
