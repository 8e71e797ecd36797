import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type {
  Component,
  FailoverConfiguration,
  NotificationPreferences,
  TestingSchedule,
} from '#domain/plan/plan-document.js';
import { AdminUser } from './admin-user.entity.js';

/** The newest version of each plan; SPEC.md's table, with the version and the mode added. */
@Entity('disaster_recovery_plans')
@Index('disaster_recovery_plans_by_created_at', ['created_at', 'id'])
@Index('disaster_recovery_plans_by_rto', ['rto', 'id'])
// Over expressions, which TypeORM can not describe: made and dropped by the migration alone.
@Index('disaster_recovery_plans_by_name', { synchronize: false })
@Index('disaster_recovery_plans_by_priority', { synchronize: false })
@Index('disaster_recovery_plans_by_next_test', { synchronize: false })
export class DisasterRecoveryPlan {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column('text', { unique: true })
  plan_id: string;

  @Column('text')
  plan_name: string;

  @Column('text')
  description: string;

  @Column('text')
  scope: string;

  @Column('text')
  priority: string;

  /** Minutes. */
  @Column('integer')
  rto: number;

  /** Minutes. */
  @Column('integer')
  rpo: number;

  @Column('text')
  recovery_tier: string;

  @Column('jsonb')
  components: Component[];

  @Column('jsonb')
  failover_configuration: FailoverConfiguration;

  /** `ProcedureDefinition`s; TypeORM's types can not follow the JSON that steps may hold. */
  @Column('jsonb')
  recovery_procedures: object[];

  @Column('jsonb', { nullable: true })
  testing_schedule: TestingSchedule | null;

  @Column('jsonb', { nullable: true })
  notifications: NotificationPreferences | null;

  @Column('text', { default: 'active' })
  status: string;

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Index('disaster_recovery_plans_created_by')
  @Column('uuid')
  created_by: string;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'created_by', foreignKeyConstraintName: 'disaster_recovery_plans_created_by_fkey' })
  creator: Relation<AdminUser>;

  @Column('timestamptz', { nullable: true })
  last_tested: Date | null;

  @Column('timestamptz', { nullable: true })
  next_test: Date | null;

  @Column('integer', { default: 1 })
  version: number;

  @Column('text')
  execution_mode: string;
}
