import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { JsonObject } from '#domain/json.js';
import { Execution } from './execution.entity.js';

/** Where each step stands: what the journal says, kept for reading. */
@Entity('execution_steps')
export class ExecutionStep {
  @PrimaryColumn('text')
  execution_id: string;

  @PrimaryColumn('text')
  step_id: string;

  @ManyToOne(() => Execution, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'execution_id', foreignKeyConstraintName: 'execution_steps_execution_id_fkey' })
  execution: Relation<Execution>;

  @Column('integer')
  position: number;

  /** Share of the expected work of its execution. */
  @Column('integer', { default: 1 })
  weight: number;

  @Column('text', { default: 'pending' })
  status: string;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { nullable: true })
  started_at: Date | null;

  @Column('timestamptz', { nullable: true })
  completed_at: Date | null;

  @Column('double precision', { nullable: true })
  duration_ms: number | null;

  @Column('jsonb', { nullable: true })
  output: JsonObject | null;

  @Column('jsonb', { nullable: true })
  error: FailureReport | null;
}
