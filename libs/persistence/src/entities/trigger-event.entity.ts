import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** An alert that came from outside. It is looked at again until it has started a failover or is resolved. */
@Entity('trigger_events')
@Index('trigger_events_pending', ['seen_at'], { where: `state = 'pending'` })
@Index('trigger_events_plan_id', ['plan_id'])
export class TriggerEvent {
  /** Digest of what makes the alert the same one when it is sent again. */
  @PrimaryColumn('text')
  event_key: string;

  @Column('uuid')
  plan_id: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'trigger_events_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text')
  trigger: string;

  /** `pending`, `started` or `resolved`. */
  @Column('text', { default: 'pending' })
  state: string;

  @Column('jsonb')
  evidence: JsonObject;

  @Column('timestamptz', { default: () => 'now()' })
  received_at: Date;

  @Column('timestamptz', { default: () => 'now()' })
  seen_at: Date;

  @Column('timestamptz', { nullable: true })
  resolved_at: Date | null;
}
