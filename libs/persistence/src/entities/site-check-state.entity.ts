import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** How a health check of a site stands, and which worker probes it. */
@Entity('site_check_states')
export class SiteCheckState {
  @PrimaryColumn('uuid')
  plan_id: string;

  /** `primary` or `secondary`. */
  @PrimaryColumn('text')
  site: string;

  /** Its place in the plan's list, from 1. */
  @PrimaryColumn('integer')
  check_no: number;

  /** Where it was probed from. */
  @PrimaryColumn('text', { default: 'default' })
  location: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'site_check_states_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('timestamptz', { nullable: true })
  checked_at: Date | null;

  /** In a row; 0 while it answers. */
  @Column('integer', { default: 0 })
  failures: number;

  @Column('timestamptz', { nullable: true })
  failing_since: Date | null;

  /** Since when every probe has succeeded; null while it fails. */
  @Column('timestamptz', { nullable: true })
  healthy_since: Date | null;

  /** Its newest success. */
  @Column('timestamptz', { nullable: true })
  healthy_at: Date | null;

  /** When it was last healthy for as long as the plan wants before it may trigger again. */
  @Column('timestamptz', { nullable: true })
  stable_at: Date | null;

  /** Since when every answer has been too slow. */
  @Column('timestamptz', { nullable: true })
  slow_since: Date | null;

  /** From so many failures in a row on, the site is unhealthy. */
  @Column('integer', { default: 3 })
  threshold: number;

  @Column('double precision', { default: 10_000 })
  interval_ms: number;

  @Column('text', { nullable: true })
  last_error: string | null;

  @Column('text', { nullable: true })
  prober: string | null;

  @Column('timestamptz', { nullable: true })
  prober_expires_at: Date | null;
}
