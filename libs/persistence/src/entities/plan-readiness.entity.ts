import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** When a plan was last evaluated, of what, and which worker does it now. */
@Entity('plan_readiness')
export class PlanReadinessRow {
  @PrimaryColumn('uuid')
  plan_id: string;

  @OneToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'plan_readiness_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text', { nullable: true })
  evaluator: string | null;

  @Column('timestamptz', { nullable: true })
  evaluator_expires_at: Date | null;

  /** When the newest evaluation began: what was asked for later is not answered by it. */
  @Column('timestamptz', { nullable: true })
  begun_at: Date | null;

  /** When somebody last asked for an evaluation. */
  @Column('timestamptz', { nullable: true })
  requested_at: Date | null;

  @Column('timestamptz', { nullable: true })
  evaluated_at: Date | null;

  @Column('integer', { nullable: true })
  evaluated_version: number | null;

  /** Which site was the active one. */
  @Column('text', { nullable: true })
  evaluated_site: string | null;

  @Column('double precision', { default: 300_000 })
  interval_ms: number;
}
