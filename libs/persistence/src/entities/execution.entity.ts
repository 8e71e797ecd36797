import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { Json, JsonObject } from '#domain/json.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { AdminUser } from './admin-user.entity.js';
import { DisasterRecoveryPlan } from './disaster-recovery-plan.entity.js';

/** One run of a runbook. Status and progress are what the journal says, kept for reading; the lease is the only rest. */
@Entity('executions')
@Index('one_active_reprotect_per_plan', ['plan_id'], {
  unique: true,
  where: `kind = 'procedure' AND request ->> 'operation' = 'reprotect' AND status IN ${ACTIVE_STATUSES}`,
})
@Index('one_active_failover_per_plan', ['plan_id'], {
  unique: true,
  where: `kind = 'failover' AND status IN ${ACTIVE_STATUSES}`,
})
// By expressions: its migration keeps it.
@Index('one_execution_per_test_leg', { synchronize: false })
@Index('executions_active', ['requested_at'], {
  where: `status IN ${ACTIVE_STATUSES}`,
})
@Index('executions_plan_id_requested_at', ['plan_id', 'requested_at'])
@Index('executions_requested_at_execution_id', ['requested_at', 'execution_id'])
@Index('executions_failovers_requested_at', ['requested_at'], { where: "kind = 'failover'" })
@Index('executions_completed_at', ['completed_at'])
@Index('executions_plan_id_completed_at', ['plan_id', 'completed_at'])
export class Execution {
  @PrimaryColumn('text')
  execution_id: string;

  @Column('text')
  kind: string;

  @Column('uuid')
  plan_id: string;

  @ManyToOne(() => DisasterRecoveryPlan)
  @JoinColumn({ name: 'plan_id', foreignKeyConstraintName: 'executions_plan_id_fkey' })
  plan: Relation<DisasterRecoveryPlan>;

  @Column('integer')
  plan_version: number;

  @Column('text', { default: 'pending' })
  status: string;

  @Column('text', { nullable: true })
  pause_reason: string | null;

  /** When a paused execution is due although nobody has asked for anything. */
  @Column('timestamptz', { nullable: true })
  wake_at: Date | null;

  @Column('text')
  mode: string;

  @Column('text')
  priority: string;

  /** Pinned when the execution was requested; never changes. */
  @Column('jsonb')
  runbook: Runbook;

  @Column('jsonb')
  request: JsonObject;

  @Column('jsonb', { nullable: true })
  outcome: Json;

  @Column('jsonb', { nullable: true })
  error: FailureReport | null;

  /** Both only for processes of an earlier version, which write them; nobody reads them. */
  @Column('integer', { default: 0 })
  steps_total: number;

  @Column('integer', { default: 0 })
  steps_over: number;

  /** Sum of the weights of all steps. */
  @Column('bigint', { default: 0 })
  work_total: string;

  /** Sum of the weights of the steps that are over. */
  @Column('bigint', { default: 0 })
  work_over: string;

  @Column('timestamptz', { default: () => 'now()' })
  requested_at: Date;

  @Column('timestamptz', { nullable: true })
  started_at: Date | null;

  @Column('timestamptz', { nullable: true })
  completed_at: Date | null;

  @Column('uuid')
  initiated_by: string;

  @ManyToOne(() => AdminUser)
  @JoinColumn({ name: 'initiated_by', foreignKeyConstraintName: 'executions_initiated_by_fkey' })
  initiator: Relation<AdminUser>;

  /** Seq of the newest journal entry. */
  @Column('bigint', { default: 0 })
  last_seq: string;

  /** Position of the newest entry in the order over all journals. */
  @Column('bigint', { default: 0 })
  last_position: string;

  /** Seq of the newest entry that a person or system asked for. */
  @Column('bigint', { default: 0 })
  request_seq: string;

  /** Up to where the last holder of the lease had read when it let go. */
  @Column('bigint', { default: 0 })
  seen_seq: string;

  @Column('text', { nullable: true })
  lease_owner: string | null;

  @Column('bigint', { default: 0 })
  lease_epoch: string;

  @Column('timestamptz', { nullable: true })
  lease_expires_at: Date | null;

  /** How often it was rung for since it was last driven, and when it may be rung for again. */
  @Column('integer', { default: 0 })
  rings: number;

  @Column('timestamptz', { nullable: true })
  ring_after: Date | null;

  /** How many holders in a row could not drive it, why, and when the next one may try. */
  @Column('integer', { default: 0 })
  faults: number;

  @Column('jsonb', { nullable: true })
  fault: FailureReport | null;

  @Column('timestamptz', { nullable: true })
  not_before: Date | null;
}
