import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** Which site owns a plan, and the epoch that every takeover of an execution raises. */
@Entity('plan_authority')
export class PlanAuthority {
  @PrimaryColumn('uuid')
  plan_id: string;

  @OneToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'plan_authority_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text', { default: 'primary' })
  active_site: string;

  @Column('bigint', { default: 0 })
  epoch: string;

  @Column('timestamptz', { default: () => 'now()' })
  changed_at: Date;
}
