import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StepStanding } from '#domain/estimate/estimate.js';
import type { StepHistories } from '#domain/estimate/step-history.js';
import type { ExecutionStatus } from '#domain/execution/transitions.js';
import type { ExecutionKind, ExecutionMode, Runbook } from '#domain/runbook/runbook.js';
import { ExecutionNotFoundError, PlanNotFoundError } from '../errors.js';
import { rowOf, type StepRow } from '../journal/step-rows.js';
import { journalledSteps } from './journalled-steps.js';
import { stepHistories } from './step-history.js';

/** Everything that an estimate of an execution is made from. */
export interface EstimateBasis {
  readonly executionId: string;
  readonly kind: ExecutionKind;
  readonly mode: ExecutionMode;
  readonly status: ExecutionStatus;
  readonly runbook: Runbook;
  readonly requestedAt: Date;
  readonly completedAt: Date | null;
  /** Time of the database. */
  readonly now: Date;
  /** Of the pinned version, minutes. */
  readonly rtoMinutes: number;
  /** What was measured at the end; null before, and where nothing was. */
  readonly achievedRtoMs: number | null;
  /** When a breach was first predicted. */
  readonly predictedAt: Date | null;
  readonly standings: ReadonlyMap<string, StepStanding>;
  readonly histories: StepHistories;
}

const GET = /* sql */ `
  SELECT execution.execution_id, execution.kind, execution.mode, execution.status, execution.runbook,
    execution.requested_at, execution.completed_at, execution.plan_id AS plan_row_id, now() AS now,
    (version.document ->> 'rto')::float8 AS rto,
    (execution.outcome -> 'measurements' ->> 'rto_ms')::float8 AS achieved_rto_ms, prediction.predicted_at
  FROM executions AS execution
  JOIN plan_versions AS version ON version.plan_id = execution.plan_id AND version.version = execution.plan_version
  LEFT JOIN rto_predictions AS prediction ON prediction.execution_id = execution.execution_id
  WHERE execution.execution_id = $1
`;

/** A walk-through recovers nothing, and so is never late. */
const WATCHED = /* sql */ `
  SELECT execution.execution_id FROM executions AS execution
  LEFT JOIN rto_predictions AS prediction ON prediction.execution_id = execution.execution_id
  WHERE execution.status IN ('pending', 'running', 'paused') AND execution.kind = 'failover'
    AND execution.mode = 'live' AND prediction.execution_id IS NULL
`;

const PREDICT = /* sql */ `
  INSERT INTO rto_predictions (execution_id, rto_ms, predicted_ms) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
`;

interface Row {
  readonly execution_id: string;
  readonly kind: ExecutionKind;
  readonly mode: ExecutionMode;
  readonly status: ExecutionStatus;
  readonly runbook: Runbook;
  readonly requested_at: Date;
  readonly completed_at: Date | null;
  readonly plan_row_id: string;
  readonly now: Date;
  readonly rto: number;
  readonly achieved_rto_ms: number | null;
  readonly predicted_at: Date | null;
}

@Injectable()
export class EstimateRepository {
  constructor(private readonly source: DataSource) {}

  /** @throws ExecutionNotFoundError */
  async basisOf(executionId: string): Promise<EstimateBasis> {
    const [row] = await this.source.query<Row[]>(GET, [executionId]);
    if (!row) throw new ExecutionNotFoundError(executionId);
    const steps = await journalledSteps(this.source, executionId);
    return {
      executionId,
      kind: row.kind,
      mode: row.mode,
      status: row.status,
      runbook: row.runbook,
      requestedAt: row.requested_at,
      completedAt: row.completed_at,
      now: row.now,
      rtoMinutes: row.rto,
      achievedRtoMs: row.achieved_rto_ms,
      predictedAt: row.predicted_at,
      standings: new Map(row.runbook.steps.map(({ id }) => [id, standing(rowOf(steps, id))])),
      histories: await stepHistories(this.source, row.plan_row_id, row.kind, row.mode),
    };
  }

  /** What the steps of a plan's failovers took. @throws PlanNotFoundError */
  async failoverHistories(planId: string, mode: ExecutionMode): Promise<StepHistories> {
    const [plan] = await this.source.query<{ id: string }[]>(
      'SELECT id FROM disaster_recovery_plans WHERE plan_id = $1',
      [planId],
    );
    if (!plan) throw new PlanNotFoundError(planId);
    return stepHistories(this.source, plan.id, 'failover', mode);
  }

  /** Failovers under way that may yet be found to be late. */
  async watched(): Promise<readonly string[]> {
    const rows = await this.source.query<{ execution_id: string }[]>(WATCHED);
    return rows.map((row) => row.execution_id);
  }

  /** Takes down that a breach is predicted; the first time counts. */
  async predictBreach(executionId: string, rtoMs: number, predictedMs: number | null): Promise<void> {
    await this.source.query(PREDICT, [executionId, rtoMs, predictedMs]);
  }
}

function standing(row: StepRow<Date>): StepStanding {
  return {
    status: row.status,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    durationMs: row.duration_ms,
  };
}
