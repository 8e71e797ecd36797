import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { PauseReason } from '#domain/execution/journal-entry.js';
import type { ExecutionStatus } from '#domain/execution/transitions.js';
import type { Json } from '#domain/json.js';
import type { Component, Site } from '#domain/plan/plan-document.js';
import type { Direction, ExecutionMode } from '#domain/runbook/runbook.js';
import { ExecutionNotFoundError } from '../errors.js';
import { poolOf } from '../journal/pool.js';
import { ReadsTogether } from '../reads-together.js';
import type { FailoverStatusRecord } from '../records.js';
import { executionProgress } from './execution-progress.js';

/**
 * The version that the failover is pinned to: its targets are what was achieved or not. Of runbook and plan, which are
 * large, only what an answer shows; and of the plan nothing while there is no outcome to hold against it.
 */
const GET = /* sql */ `
  SELECT execution.execution_id, plan.plan_id, execution.status, execution.pause_reason, execution.mode, execution.outcome, execution.error,
    execution.work_total, execution.work_over, execution.requested_at, execution.completed_at,
    authority.active_site, execution.runbook -> 'direction' AS direction, version.document -> 'rto' AS rto, version.document -> 'rpo' AS rpo,
    version.document -> 'components' AS components
  FROM executions AS execution
  JOIN disaster_recovery_plans AS plan ON plan.id = execution.plan_id
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  LEFT JOIN plan_versions AS version ON execution.outcome IS NOT NULL
    AND version.plan_id = execution.plan_id AND version.version = execution.plan_version
  WHERE execution.execution_id = ANY($1::text[]) AND execution.kind = 'failover'
`;

interface Row {
  readonly execution_id: string;
  readonly plan_id: string;
  readonly status: ExecutionStatus;
  readonly pause_reason: PauseReason | null;
  readonly mode: ExecutionMode;
  readonly outcome: Json;
  readonly error: FailureReport | null;
  readonly work_total: string;
  readonly work_over: string;
  readonly requested_at: Date;
  readonly completed_at: Date | null;
  readonly active_site: Site;
  readonly direction: Direction | null;
  readonly rto: number | null;
  readonly rpo: number | null;
  readonly components: readonly Component[] | null;
}

/** How a failover stands: what is asked most often, by every console and script that waits for one to end. */
@Injectable()
export class FailoverStatusRepository {
  private readonly rows = new ReadsTogether<Row>((failoverIds) => this.readAll(failoverIds));

  constructor(private readonly source: DataSource) {}

  /** @throws ExecutionNotFoundError */
  async get(failoverId: string): Promise<FailoverStatusRecord> {
    const row = await this.rows.read(failoverId);
    if (!row) throw new ExecutionNotFoundError(failoverId);
    const { rto, rpo, components } = row;
    return {
      failoverId,
      planId: row.plan_id,
      status: row.status,
      pauseReason: row.pause_reason,
      progress: executionProgress(row),
      mode: row.mode,
      outcome: row.outcome,
      error: row.error,
      requestedAt: row.requested_at,
      completedAt: row.completed_at,
      activeSite: row.active_site,
      direction: row.direction,
      objectives: rto === null || rpo === null || components === null ? null : { rto, rpo, components },
    };
  }

  private async readAll(failoverIds: readonly string[]): Promise<ReadonlyMap<string, Row>> {
    // By name, as the journal's: PostgreSQL plans it once per connection, not once per answer.
    const statement = { name: 'failover_status', text: GET, values: [failoverIds] };
    const { rows } = await poolOf(this.source).query<Row>(statement);
    return new Map(rows.map((row) => [row.execution_id, row]));
  }
}
