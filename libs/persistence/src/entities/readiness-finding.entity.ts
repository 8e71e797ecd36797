import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AdminUser } from './admin-user.entity.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** Something that keeps or kept a plan from being ready, from when it was raised until it was resolved. */
@Entity('readiness_findings')
@Index('one_open_finding_per_subject', ['plan_id', 'code', 'subject'], { unique: true, where: 'resolved_at IS NULL' })
@Index('readiness_findings_resolved_at', ['resolved_at'])
export class ReadinessFindingRow {
  @PrimaryColumn('text')
  finding_id: string;

  @Column('uuid')
  plan_id: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'readiness_findings_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text')
  code: string;

  @Column('text')
  subject: string;

  @Column('text')
  severity: string;

  @Column('text')
  message: string;

  @Column('text', { nullable: true })
  measured: string | null;

  @Column('text', { nullable: true })
  threshold: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  raised_at: Date;

  @Column('timestamptz', { default: () => 'now()' })
  last_seen_at: Date;

  @Column('timestamptz', { nullable: true })
  acknowledged_at: Date | null;

  @Column('uuid', { nullable: true })
  acknowledged_by: string | null;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'acknowledged_by', foreignKeyConstraintName: 'readiness_findings_acknowledged_by_fkey' })
  acknowledger: Relation<AdminUser> | null;

  /** From then on the acknowledgement counts no more; null: it does until the finding is resolved. */
  @Column('timestamptz', { nullable: true })
  acknowledged_until: Date | null;

  @Column('text', { nullable: true })
  comment: string | null;

  @Column('timestamptz', { nullable: true })
  resolved_at: Date | null;
}
