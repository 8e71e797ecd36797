import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { AdminUser } from './admin-user.entity.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** That somebody has switched automatic failovers on or off. The newest of its scope is what holds. */
@Entity('automation_changes')
@Index('automation_changes_newest', ['plan_id', 'id'])
export class AutomationChange {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  /** Null: of all plans. */
  @Column('uuid', { nullable: true })
  plan_id: string | null;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'automation_changes_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan> | null;

  @Column('boolean')
  enabled: boolean;

  @Column('text', { nullable: true })
  comment: string | null;

  @Column('uuid')
  changed_by: string;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'changed_by', foreignKeyConstraintName: 'automation_changes_changed_by_fkey' })
  changer: Relation<AdminUser>;

  @Column('timestamptz', { default: () => 'now()' })
  changed_at: Date;
}
