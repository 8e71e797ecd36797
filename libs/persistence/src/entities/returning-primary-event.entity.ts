import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** What was seen of a primary that came back after it was replaced, and what was done about it. */
@Entity('returning_primary_events')
@Index('returning_primary_events_plan_id', ['plan_id', 'id'])
export class ReturningPrimaryEvent {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column('uuid')
  plan_id: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'returning_primary_events_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text')
  component_id: string;

  @Column('text')
  site: string;

  @Column('text')
  kind: string;

  @Column('text')
  detail: string;

  @Column('bigint')
  epoch: string;

  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  at: Date;
}
