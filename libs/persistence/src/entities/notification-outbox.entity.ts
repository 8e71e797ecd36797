import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { EventFacts } from '#domain/notification/event.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';
import { Execution } from './execution.entity.js';

/** An event, written by a trigger in the transaction that it tells of. Recipients are found later, once. */
@Entity('notification_outbox')
@Index('notification_outbox_unexpanded', ['id'], { where: 'expanded_at IS NULL' })
@Index('notification_outbox_plan_id', ['plan_id'])
@Index('notification_outbox_execution_id', ['execution_id'])
export class NotificationOutbox {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  /** Kind and moment, such as `failover.completed`. */
  @Column('text')
  event_type: string;

  @Column('uuid')
  plan_id: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'notification_outbox_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text')
  execution_id: string;

  @ManyToOne(() => Execution, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'execution_id', foreignKeyConstraintName: 'notification_outbox_execution_id_fkey' })
  execution: Relation<Execution>;

  @Column('jsonb')
  payload: EventFacts;

  @Column('timestamptz', { default: () => 'now()' })
  created_at: Date;

  @Column('timestamptz', { nullable: true })
  expanded_at: Date | null;
}
