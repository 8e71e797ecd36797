import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { PauseReason } from '#domain/execution/journal-entry.js';
import type { ExecutionStatus } from '#domain/execution/transitions.js';
import type { Json, JsonObject } from '#domain/json.js';
import type { ExecutionKind, ExecutionMode, Runbook } from '#domain/runbook/runbook.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { ExecutionNotFoundError, FailoverInProgressError } from '../errors.js';
import { executionProgress } from './execution-progress.js';
import { insertFailover, isActiveFailoverConflict } from './insert-failover.js';
import type { ExecutionRecord, NewFailover, StepRecord } from '../records.js';
import { journalledSteps } from './journalled-steps.js';
import { stepRecords } from './step-records.js';

const GET = /* sql */ `
  SELECT execution.execution_id, execution.kind, plan.plan_id, execution.plan_version, execution.status,
    execution.pause_reason, execution.mode, execution.runbook, execution.request, execution.outcome, execution.error,
    execution.work_total, execution.work_over, execution.requested_at, execution.started_at, execution.completed_at,
    initiator.subject AS initiated_by, execution.last_seq, ingested.executed_by,
    execution.fault, execution.faults, execution.not_before
  FROM executions AS execution
  JOIN disaster_recovery_plans AS plan ON plan.id = execution.plan_id
  JOIN admin_users AS initiator ON initiator.id = execution.initiated_by
  LEFT JOIN ingested_executions AS ingested ON ingested.execution_id = execution.execution_id
  WHERE execution.execution_id = $1
`;

interface ExecutionRow {
  readonly execution_id: string;
  readonly kind: ExecutionKind;
  readonly plan_id: string;
  readonly plan_version: number;
  readonly status: ExecutionStatus;
  readonly pause_reason: PauseReason | null;
  readonly mode: ExecutionMode;
  readonly runbook: Runbook;
  readonly request: JsonObject;
  readonly outcome: Json;
  readonly error: FailureReport | null;
  readonly work_total: string;
  readonly work_over: string;
  readonly requested_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly initiated_by: string;
  readonly last_seq: string;
  readonly executed_by: string | null;
  readonly fault: FailureReport | null;
  readonly faults: number;
  readonly not_before: Date | null;
}

@Injectable()
export class ExecutionRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * Writes the execution, its steps, and the first entry of its journal in one transaction.
   * @throws FailoverInProgressError when the plan has a failover that is not over; nothing is written then.
   */
  async createFailover(failover: NewFailover): Promise<ExecutionRecord> {
    try {
      await this.source.transaction((manager) => insertFailover(manager, failover));
    } catch (error) {
      if (isActiveFailoverConflict(error)) {
        throw new FailoverInProgressError(failover.plan.planId, await this.activeFailover(failover.plan.id));
      }
      throw error;
    }
    return this.get(failover.failoverId);
  }

  /** @throws ExecutionNotFoundError */
  async get(executionId: string): Promise<ExecutionRecord> {
    const rows = await this.source.query<ExecutionRow[]>(GET, [executionId]);
    if (!rows[0]) throw new ExecutionNotFoundError(executionId);
    return executionRecord(rows[0]);
  }

  /** The steps of an execution in the order of its runbook. */
  async steps(executionId: string): Promise<readonly StepRecord[]> {
    const { runbook } = await this.get(executionId);
    return stepRecords(runbook, await journalledSteps(this.source, executionId));
  }

  private async activeFailover(planRowId: string): Promise<string | null> {
    const rows = await this.source.query<{ execution_id: string }[]>(
      `SELECT execution_id FROM executions
       WHERE plan_id = $1 AND kind = 'failover' AND status IN ${ACTIVE_STATUSES}`,
      [planRowId],
    );
    return rows[0]?.execution_id ?? null;
  }
}

function executionRecord(row: ExecutionRow): ExecutionRecord {
  return {
    executionId: row.execution_id,
    kind: row.kind,
    planId: row.plan_id,
    planVersion: row.plan_version,
    status: row.status,
    pauseReason: row.pause_reason,
    progress: executionProgress(row),
    mode: row.mode,
    runbook: row.runbook,
    request: row.request,
    outcome: row.outcome,
    error: row.error,
    fault: row.fault && { report: row.fault, count: row.faults, retryAt: row.not_before },
    requestedAt: row.requested_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    initiatedBy: row.initiated_by,
    lastSeq: Number(row.last_seq),
    executedElsewhereBy: row.executed_by,
  };
}
