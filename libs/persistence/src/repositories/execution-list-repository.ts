import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { PauseReason } from '#domain/execution/journal-entry.js';
import type { ExecutionStatus } from '#domain/execution/transitions.js';
import type { ExecutionKind, ExecutionMode } from '#domain/runbook/runbook.js';
import { executionProgress } from './execution-progress.js';

/** Null: any. */
export interface ExecutionFilter {
  readonly planId: string | null;
  readonly kind: ExecutionKind | null;
  readonly statuses: readonly ExecutionStatus[] | null;
  readonly procedureId: string | null;
}

/** A place in the list, right behind one execution. */
export interface ExecutionPosition {
  /** ISO 8601 with microseconds, as exact as PostgreSQL keeps it: a Date would lose executions between two pages. */
  readonly requestedAt: string;
  readonly executionId: string;
}

export interface ListedExecution {
  readonly executionId: string;
  readonly kind: ExecutionKind;
  readonly planId: string;
  readonly planVersion: number;
  /** Null for what is not the execution of a procedure. */
  readonly procedureId: string | null;
  readonly status: ExecutionStatus;
  readonly pauseReason: PauseReason | null;
  /** Percent. */
  readonly progress: number;
  readonly mode: ExecutionMode;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly initiatedBy: string;
  readonly error: FailureReport | null;
  readonly position: ExecutionPosition;
}

interface Row {
  readonly execution_id: string;
  readonly kind: ExecutionKind;
  readonly plan_id: string;
  readonly plan_version: number;
  readonly procedure_id: string | null;
  readonly status: ExecutionStatus;
  readonly pause_reason: PauseReason | null;
  readonly work_total: string;
  readonly work_over: string;
  readonly mode: ExecutionMode;
  readonly requested_at: Date;
  readonly requested_at_exactly: string;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly initiated_by: string;
  readonly error: FailureReport | null;
}

const SELECT = /* sql */ `
  SELECT execution.execution_id, execution.kind, plan.plan_id, execution.plan_version, procedure.procedure_id,
    execution.status, execution.pause_reason, execution.work_total, execution.work_over, execution.mode,
    execution.requested_at, execution.started_at, execution.completed_at, execution.error,
    to_char(execution.requested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS requested_at_exactly,
    initiator.subject AS initiated_by
  FROM executions AS execution
  JOIN disaster_recovery_plans AS plan ON plan.id = execution.plan_id
  JOIN admin_users AS initiator ON initiator.id = execution.initiated_by
  LEFT JOIN procedure_executions AS procedure ON procedure.execution_id = execution.execution_id
`;

/** Executions of every kind, newest first, without what makes them heavy: runbook, steps and outcome. */
@Injectable()
export class ExecutionListRepository {
  constructor(private readonly source: DataSource) {}

  /** @param after null: from the newest on. */
  async list(
    filter: ExecutionFilter,
    after: ExecutionPosition | null,
    limit: number,
  ): Promise<readonly ListedExecution[]> {
    const values: unknown[] = [];
    const value = (one: unknown): string => `$${values.push(one)}`;
    // Only what is asked for becomes a condition, so that PostgreSQL can plan with the index that fits.
    const conditions = [
      ...(filter.planId === null ? [] : [`plan.plan_id = ${value(filter.planId)}`]),
      ...(filter.kind === null ? [] : [`execution.kind = ${value(filter.kind)}`]),
      ...(filter.statuses === null ? [] : [`execution.status = ANY (${value(filter.statuses)})`]),
      ...(filter.procedureId === null ? [] : [`procedure.procedure_id = ${value(filter.procedureId)}`]),
      ...(after === null
        ? []
        : [
            `(execution.requested_at, execution.execution_id) < (${value(after.requestedAt)}::timestamptz, ${value(after.executionId)})`,
          ]),
    ];
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const order = 'ORDER BY execution.requested_at DESC, execution.execution_id DESC';
    const rows = await this.source.query<Row[]>(`${SELECT} ${where} ${order} LIMIT ${value(limit)}`, values);
    return rows.map(listedExecution);
  }
}

function listedExecution(row: Row): ListedExecution {
  return {
    executionId: row.execution_id,
    kind: row.kind,
    planId: row.plan_id,
    planVersion: row.plan_version,
    procedureId: row.procedure_id,
    status: row.status,
    pauseReason: row.pause_reason,
    progress: executionProgress(row),
    mode: row.mode,
    requestedAt: row.requested_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    initiatedBy: row.initiated_by,
    error: row.error,
    position: { requestedAt: row.requested_at_exactly, executionId: row.execution_id },
  };
}
