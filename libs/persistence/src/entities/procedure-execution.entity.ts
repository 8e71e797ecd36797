import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import { Execution } from './execution.entity.js';

/** What the execution of a procedure is beside being an execution. */
@Entity('procedure_executions')
export class ProcedureExecution {
  @PrimaryColumn('text')
  execution_id: string;

  @OneToOne(() => Execution, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'execution_id', foreignKeyConstraintName: 'procedure_executions_execution_id_fkey' })
  execution: Relation<Execution>;

  @Index('procedure_executions_procedure_id')
  @Column('text')
  procedure_id: string;

  @Column('text')
  execution_type: string;

  /** As they were given. Secrets are given as `secret://name`. */
  @Column('jsonb')
  parameters: JsonObject;

  @Column('jsonb')
  execution_options: JsonObject;
}
