import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/**
 * When a plan's schedule starts its next test by itself: worked out once for each version and date of the plan, so that
 * finding what is due is a look into an index. Holds nothing that could not be worked out again.
 */
@Entity('test_schedules')
export class TestSchedule {
  @PrimaryColumn('uuid')
  plan_id: string;

  @OneToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'test_schedules_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('integer')
  plan_version: number;

  @Column('timestamptz')
  next_test: Date;

  /** Null: never. */
  @Index('test_schedules_starts_at')
  @Column('timestamptz', { nullable: true })
  starts_at: Date | null;
}
