import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** Probes of a site on a day of UTC; what uptime is computed from. */
@Entity('site_health_days')
export class SiteHealthDay {
  @PrimaryColumn('uuid')
  plan_id: string;

  @PrimaryColumn('text')
  site: string;

  @PrimaryColumn('date')
  day: string;

  /** Where it was probed from. */
  @PrimaryColumn('text', { default: 'default' })
  location: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'site_health_days_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('bigint', { default: 0 })
  ok: string;

  @Column('bigint', { default: 0 })
  failed: string;

  /** Sum over the probes that were answered. */
  @Column('double precision', { default: 0 })
  latency_ms: number;
}
