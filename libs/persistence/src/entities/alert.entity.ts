import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AdminUser } from './admin-user.entity.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** Something that a person should know of. */
@Entity('alerts')
@Index('one_open_alert_per_subject', ['kind', 'subject'], { unique: true, where: 'resolved_at IS NULL' })
@Index('alerts_subject', ['kind', 'subject'])
export class Alert {
  @PrimaryColumn('text')
  alert_id: string;

  /** Which condition raised it, such as `dr_test_overdue`. */
  @Column('text')
  kind: string;

  /** As the contract has it: `warning` or `error`. */
  @Column('text')
  type: string;

  @Column('text')
  severity: string;

  @Column('text')
  title: string;

  @Column('text')
  message: string;

  @Index('alerts_plan_id')
  @Column('uuid', { nullable: true })
  plan_id: string | null;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'alerts_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan> | null;

  /** What the condition holds of: a plan, an execution, a site of a plan. */
  @Column('text')
  subject: string;

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Column('boolean', { default: false })
  acknowledged: boolean;

  @Column('uuid', { nullable: true })
  acknowledged_by: string | null;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'acknowledged_by', foreignKeyConstraintName: 'alerts_acknowledged_by_fkey' })
  acknowledger: Relation<AdminUser> | null;

  @Column('timestamptz', { nullable: true })
  acknowledged_at: Date | null;

  @Column('text', { nullable: true })
  comment: string | null;

  @Column('timestamptz', { nullable: true })
  resolved_at: Date | null;
}
