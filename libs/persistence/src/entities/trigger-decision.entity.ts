import { Column, Entity, Index, JoinColumn, ManyToOne, OneToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import type { TriggerReason } from '#domain/trigger/trigger.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';
import { Execution } from './execution.entity.js';

/** What was decided about a trigger, and why. The same decision again is counted, not repeated. */
@Entity('trigger_decisions')
@Index('trigger_decisions_newest', ['plan_id', 'id'])
export class TriggerDecisionRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column('text', { unique: true })
  decision_id: string;

  @Column('uuid')
  plan_id: string;

  @ManyToOne(() => DisasterRecoveryPlan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'trigger_decisions_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('text')
  trigger: string;

  /** `monitor`, `api` or `alertmanager`. */
  @Column('text')
  source: string;

  /** The active site at that time. */
  @Column('text')
  site: string;

  /** `started`, `blocked` or `ignored`. */
  @Column('text')
  decision: string;

  @Column('jsonb')
  reasons: readonly TriggerReason[];

  @Column('jsonb')
  evidence: JsonObject;

  /** The failover that was started. */
  @Column('text', { nullable: true })
  execution_id: string | null;

  @OneToOne(() => Execution, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'execution_id', foreignKeyConstraintName: 'trigger_decisions_execution_id_fkey' })
  execution: Relation<Execution> | null;

  @Column('integer', { default: 1 })
  count: number;

  @Column('timestamptz', { default: () => 'now()' })
  first_at: Date;

  @Column('timestamptz', { default: () => 'now()' })
  last_at: Date;
}
