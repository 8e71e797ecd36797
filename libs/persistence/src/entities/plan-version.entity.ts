import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AdminUser } from './admin-user.entity.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** Every version of every plan as it was written. Never updated. */
@Entity('plan_versions')
export class PlanVersion {
  @PrimaryColumn('uuid')
  plan_id: string;

  @PrimaryColumn('integer')
  version: number;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'plan_versions_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  /** A `PlanDocument`. */
  @Column('jsonb')
  document: object;

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Column('uuid')
  created_by: string;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'created_by', foreignKeyConstraintName: 'plan_versions_created_by_fkey' })
  creator: Relation<AdminUser>;
}
