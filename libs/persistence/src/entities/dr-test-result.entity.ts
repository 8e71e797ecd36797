import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { TestEnvironment, TestNotifications, TestScenario } from '#domain/dr-test/dr-test.js';
import type { Json } from '#domain/json.js';
import { AdminUser } from './admin-user.entity.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** SPEC.md's table, and what scheduling and judging need beside it. */
@Entity('dr_test_results')
@Index('dr_test_results_due', ['scheduled_for'], { where: "status = 'scheduled'" })
@Index('one_running_test_per_plan', ['plan_id'], { unique: true, where: "status = 'running'" })
// By expressions, or by conditions: their migrations keep them.
@Index('dr_test_results_scheduled_at', { synchronize: false })
@Index('dr_test_results_ended_at', { synchronize: false })
@Index('dr_test_results_plan_id_ended_at', { synchronize: false })
@Index('dr_test_results_open', ['plan_id'], { where: "status IN ('scheduled', 'running')" })
@Index('dr_test_results_switchovers', ['test_id'], { where: "exercise = 'live_switchover'" })
export class DrTestResult {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column('text', { unique: true })
  test_id: string;

  @Index('dr_test_results_plan_id')
  @Column('uuid')
  plan_id: string;

  @ManyToOne(() => DisasterRecoveryPlan)
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'dr_test_results_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text')
  test_name: string;

  @Column('text')
  test_type: string;

  @Column('text')
  test_scope: string;

  @Column('text')
  status: string;

  @Column('timestamptz', { nullable: true })
  started_at: Date | null;

  @Column('timestamptz', { nullable: true })
  completed_at: Date | null;

  /** Minutes. */
  @Column('integer', { nullable: true })
  duration: number | null;

  @Column('text', { nullable: true })
  overall_result: string | null;

  @Column('decimal', { nullable: true })
  success_rate: string | null;

  @Column('jsonb', { nullable: true })
  scenario_results: Json;

  @Column('jsonb', { nullable: true })
  success_criteria_results: Json;

  @Column('text', { array: true, default: () => "'{}'" })
  recommendations: string[];

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Column('uuid')
  created_by: string;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'created_by', foreignKeyConstraintName: 'dr_test_results_created_by_fkey' })
  creator: Relation<AdminUser>;

  @Column('text', { default: '' })
  description: string;

  @Column('timestamptz', { nullable: true })
  scheduled_for: Date | null;

  /** Minutes. */
  @Column('integer', { nullable: true })
  requested_duration: number | null;

  @Column('jsonb', { nullable: true })
  test_environment: TestEnvironment | null;

  @Column('jsonb', { default: [] })
  test_scenarios: TestScenario[];

  @Column('text', { array: true, default: () => "'{}'" })
  success_criteria: string[];

  @Column('jsonb', { nullable: true })
  notifications: TestNotifications | null;

  /** Null: the plan's schedule did. */
  @Column('uuid', { nullable: true })
  scheduled_by: string | null;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'scheduled_by', foreignKeyConstraintName: 'dr_test_results_scheduled_by_fkey' })
  scheduler: Relation<AdminUser> | null;

  /** `request` or `schedule`. */
  @Column('text', { default: 'request' })
  source: string;

  /** Worst achieved recovery time over the scenarios, milliseconds; null when it was not measured. */
  @Column('double precision', { nullable: true })
  rto_ms: number | null;

  /** Worst achieved recovery point over the scenarios, milliseconds; null when it was not measured. */
  @Column('double precision', { nullable: true })
  rpo_ms: number | null;

  @Column('text', { nullable: true })
  execution_mode: string | null;

  /** `drill` or `live_switchover`. */
  @Column('text', { default: 'drill' })
  exercise: string;
}
