import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { Json } from '#domain/json.js';
import { AdminUser } from './admin-user.entity.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** SPEC.md's table. */
@Entity('dr_test_results')
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
}
