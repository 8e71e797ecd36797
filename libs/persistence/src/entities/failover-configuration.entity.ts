import { Column, Entity, JoinColumn, OneToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { SiteConfiguration } from '#domain/plan/plan-document.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** SPEC.md's table; the configuration of the newest version of a plan. */
@Entity('failover_configurations')
export class FailoverConfigurationRow {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column('uuid', { unique: true })
  plan_id: string;

  @OneToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'failover_configurations_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('jsonb')
  primary_site: SiteConfiguration;

  @Column('jsonb')
  secondary_site: SiteConfiguration;

  @Column('text', { array: true })
  failover_triggers: string[];

  @Column('boolean')
  failover_automation: boolean;

  /** Seconds. */
  @Column('integer')
  failover_timeout: number;

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updated_at: Date;
}
