import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Execution } from './execution.entity.js';

/** That a failover under way was first expected to miss its RTO. */
@Entity('rto_predictions')
export class RtoPredictionRow {
  @PrimaryColumn('text')
  execution_id: string;

  @OneToOne(() => Execution, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'execution_id', foreignKeyConstraintName: 'rto_predictions_execution_id_fkey' })
  execution: Relation<Execution>;

  @Column('double precision')
  rto_ms: number;

  /** Null: it was missed already, and nothing was known of what is still to come. */
  @Column('double precision', { nullable: true })
  predicted_ms: number | null;

  @Column('timestamptz', { default: () => 'now()' })
  predicted_at: Date;
}
