import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ExecutionState } from '#domain/execution/execution-state.js';
import type { JournalRecord } from '#domain/execution/journal-entry.js';
import type { Json, JsonObject } from '#domain/json.js';
import type { Priority, Site } from '#domain/plan/plan-document.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { brokenUniqueConstraint } from '../broken-unique-constraint.js';
import { IngestConflictError, PlanNotFoundError, PlanVersionNotFoundError } from '../errors.js';
import type { AdminUserRecord } from '../records.js';
import { insertIngested } from './insert-ingested.js';

/** An execution that has ended elsewhere. */
export interface EndedExecution {
  readonly executionId: string;
  readonly bundleId: string;
  /** Epoch of the plan when its bundle was made. */
  readonly bundleEpoch: number;
  readonly executedBy: string;
  readonly requestedBy: string;
  readonly runbook: Runbook;
  readonly request: JsonObject;
  readonly reason: string;
  readonly priority: Priority;
  readonly components: readonly string[];
  /** Of a procedure. */
  readonly procedureId: string | null;
  readonly records: readonly JournalRecord[];
  readonly state: ExecutionState;
  readonly outcome: Json;
  /** The highest that the run had. */
  readonly epoch: number;
  readonly digest: string;
}

export interface IngestedRecord {
  readonly executionId: string;
  readonly bundleId: string;
  readonly executedBy: string;
  readonly epoch: number;
  readonly authorityMoved: boolean;
  readonly serviceEpochMoved: boolean;
  readonly unfinishedFailover: string | null;
  readonly ingestedAt: Date;
}

interface LockedPlan {
  readonly id: string;
  readonly active_site: Site;
  readonly epoch: string;
  readonly changed_at: Date;
}

/** Nobody takes a lease in the plan, and nothing else of it is taken in, until this transaction is over. */
const LOCK = /* sql */ `
  SELECT plan.id, authority.active_site, authority.epoch, authority.changed_at
  FROM disaster_recovery_plans AS plan JOIN plan_authority AS authority ON authority.plan_id = plan.id
  WHERE plan.plan_id = $1 FOR UPDATE OF authority
`;

const UNFINISHED = /* sql */ `
  SELECT execution_id FROM executions
  WHERE plan_id = $1 AND kind = 'failover' AND status IN ${ACTIVE_STATUSES}
`;

const INGESTED = /* sql */ `
  SELECT execution_id, bundle_id, digest, executed_by, epoch, authority_moved, service_epoch_moved,
    unfinished_failover, ingested_at
  FROM ingested_executions WHERE execution_id = $1
`;

const INSERT_INGESTED = /* sql */ `
  INSERT INTO ingested_executions (execution_id, bundle_id, digest, executed_by, epoch, authority_moved,
    service_epoch_moved, unfinished_failover, ingested_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
`;

/** Above the run's, so that whatever the service does next is younger than anything that the run has left behind. */
const RAISE = /* sql */ `
  UPDATE plan_authority SET
    epoch = greatest(epoch, $2::bigint) + 1,
    active_site = coalesce($3, active_site),
    changed_at = coalesce($4, changed_at)
  WHERE plan_id = $1
`;

interface IngestedRow {
  readonly execution_id: string;
  readonly bundle_id: string;
  readonly digest: string;
  readonly executed_by: string;
  readonly epoch: string;
  readonly authority_moved: boolean;
  readonly service_epoch_moved: boolean;
  readonly unfinished_failover: string | null;
  readonly ingested_at: Date;
}

/** Takes in executions that were run without the service. */
@Injectable()
export class IngestRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * All of it in one transaction: the execution with its steps and journal, and what it means for the plan's authority.
   * The same execution again changes nothing, and has the same answer.
   * @throws PlanNotFoundError, PlanVersionNotFoundError
   * @throws IngestConflictError when the id stands for something else already.
   */
  async ingest(execution: EndedExecution, by: AdminUserRecord): Promise<IngestedRecord> {
    try {
      return await this.source.transaction((manager) => ingest(manager, execution, by));
    } catch (error) {
      if (brokenUniqueConstraint(error) !== undefined) throw new IngestConflictError(execution.executionId);
      throw error;
    }
  }
}

async function ingest(manager: EntityManager, execution: EndedExecution, by: AdminUserRecord): Promise<IngestedRecord> {
  const { executionId, runbook, bundleEpoch, epoch } = execution;
  const [plan] = await manager.query<LockedPlan[]>(LOCK, [runbook.planId]);
  if (!plan) throw new PlanNotFoundError(runbook.planId);
  const known = await ingested(manager, executionId);
  if (known) {
    if (known.digest !== execution.digest) throw new IngestConflictError(executionId);
    return ingestedRecord(known);
  }
  await requireVersion(manager, plan.id, runbook);
  const [unfinished] = await manager.query<{ execution_id: string }[]>(UNFINISHED, [plan.id]);
  await insertIngested(manager, plan.id, execution);
  const move = authorityMove(execution.records, plan.changed_at);
  await manager.query(RAISE, [plan.id, epoch, move?.to ?? null, move?.at ?? null]);
  await manager.query(INSERT_INGESTED, [
    executionId,
    execution.bundleId,
    execution.digest,
    execution.executedBy,
    epoch,
    move !== null,
    Number(plan.epoch) > bundleEpoch,
    unfinished?.execution_id ?? null,
    by.id,
  ]);
  return ingestedRecord((await ingested(manager, executionId))!);
}

async function ingested(manager: EntityManager, executionId: string): Promise<IngestedRow | undefined> {
  return (await manager.query<IngestedRow[]>(INGESTED, [executionId]))[0];
}

async function requireVersion(manager: EntityManager, planId: string, runbook: Runbook): Promise<void> {
  const rows = await manager.query<unknown[]>('SELECT 1 FROM plan_versions WHERE plan_id = $1 AND version = $2', [
    planId,
    runbook.planVersion,
  ]);
  if (rows.length === 0) throw new PlanVersionNotFoundError(runbook.planId, runbook.planVersion);
}

/** The run's last move of the authority; null when it made none, or the service has moved it since. */
function authorityMove(
  records: readonly JournalRecord[],
  changedAt: Date,
): { readonly to: Site; readonly at: Date } | null {
  const moves = records.flatMap(({ at, entry }) => (entry.type === 'authority_moved' ? [{ to: entry.to, at }] : []));
  const last = moves.at(-1);
  return last !== undefined && last.at > changedAt ? last : null;
}

function ingestedRecord(row: IngestedRow): IngestedRecord {
  return {
    executionId: row.execution_id,
    bundleId: row.bundle_id,
    executedBy: row.executed_by,
    epoch: Number(row.epoch),
    authorityMoved: row.authority_moved,
    serviceEpochMoved: row.service_epoch_moved,
    unfinishedFailover: row.unfinished_failover,
    ingestedAt: row.ingested_at,
  };
}
