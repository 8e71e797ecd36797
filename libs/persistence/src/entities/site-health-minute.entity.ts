import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** Probes of a site in a minute; kept for two days. */
@Entity('site_health_minutes')
@Index('site_health_minutes_minute', ['minute'])
export class SiteHealthMinute {
  @PrimaryColumn('uuid')
  plan_id: string;

  @PrimaryColumn('text')
  site: string;

  @PrimaryColumn('timestamptz')
  minute: Date;

  /** Where it was probed from. */
  @PrimaryColumn('text', { default: 'default' })
  location: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'site_health_minutes_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('integer', { default: 0 })
  ok: number;

  @Column('integer', { default: 0 })
  failed: number;

  /** Sum over the probes that were answered. */
  @Column('double precision', { default: 0 })
  latency_ms: number;
}
