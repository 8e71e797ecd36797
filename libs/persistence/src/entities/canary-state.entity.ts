import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** The newest heartbeat that each protected database is known to have committed, and who writes them. */
@Entity('canary_states')
export class CanaryState {
  @PrimaryColumn('uuid')
  plan_id: string;

  @PrimaryColumn('text')
  component_id: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'canary_states_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('bigint', { default: 0 })
  seq: string;

  /** Time of the protected database. */
  @Column('timestamptz', { nullable: true })
  written_at: Date | null;

  @Column('text', { nullable: true })
  lsn: string | null;

  /** When writes began to fail; null while they succeed. */
  @Column('timestamptz', { nullable: true })
  failing_since: Date | null;

  @Column('text', { nullable: true })
  writer: string | null;

  @Column('timestamptz', { nullable: true })
  writer_expires_at: Date | null;
}
