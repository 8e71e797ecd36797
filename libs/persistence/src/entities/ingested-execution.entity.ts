import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AdminUser } from './admin-user.entity.js';
import { Execution } from './execution.entity.js';

/** What an execution that was run without the service has beside the others. */
@Entity('ingested_executions')
export class IngestedExecution {
  @PrimaryColumn('text')
  execution_id: string;

  @OneToOne(() => Execution, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'execution_id', foreignKeyConstraintName: 'ingested_executions_execution_id_fkey' })
  execution: Relation<Execution>;

  @Column('text')
  bundle_id: string;

  /** Of the bundle and the journal. */
  @Column('text')
  digest: string;

  @Column('text')
  executed_by: string;

  /** The highest that the run had. */
  @Column('bigint')
  epoch: string;

  @Column('boolean')
  authority_moved: boolean;

  /** The service had given out epochs after the bundle was made: both may have acted. */
  @Column('boolean')
  service_epoch_moved: boolean;

  /** A failover of the plan that the service itself had not brought to an end when this one was taken in. */
  @Column('text', { nullable: true })
  unfinished_failover: string | null;

  @Column('uuid')
  ingested_by: string;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'ingested_by', foreignKeyConstraintName: 'ingested_executions_ingested_by_fkey' })
  ingester: Relation<AdminUser>;

  @Column('timestamptz', { default: () => 'now()' })
  ingested_at: Date;
}
