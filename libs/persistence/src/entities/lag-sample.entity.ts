import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** How far a standby was behind at one moment; kept for two days. Null: could not be measured. */
@Entity('lag_samples')
@Index('lag_samples_at', ['at'])
export class LagSample {
  @PrimaryColumn('uuid')
  plan_id: string;

  @PrimaryColumn('text')
  component_id: string;

  @PrimaryColumn('timestamptz')
  at: Date;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'lag_samples_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('double precision', { nullable: true })
  bytes: number | null;

  @Column('double precision', { nullable: true })
  replay_ms: number | null;

  @Column('double precision', { nullable: true })
  canary_ms: number | null;
}
