import type { EntityManager } from 'typeorm';
import { stepWeights } from '#domain/estimate/step-weights.js';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import type { JsonObject } from '#domain/json.js';
import type { Priority } from '#domain/plan/plan-document.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { PlanArchivedError } from '../errors.js';
import type { AdminUserRecord, PlanRecord } from '../records.js';
import { stepHistories } from './step-history.js';

export interface NewExecution {
  /** `failover_…`, `exec_…` or `test_…`, by the runbook's kind. */
  readonly executionId: string;
  readonly plan: PlanRecord;
  readonly runbook: Runbook;
  /** What was asked for, as it is journalled: without secrets. */
  readonly request: JsonObject;
  readonly priority: Priority;
  readonly initiatedBy: AdminUserRecord;
}

/** Shared with other executions, and not with an archiving: one of the two sees what the other has done. */
const LOCK_PLAN = /* sql */ `SELECT status FROM disaster_recovery_plans WHERE id = $1 FOR SHARE`;

/** With its first journal entry, which has seq 1, in the same transaction. */
const INSERT = /* sql */ `
  INSERT INTO executions (execution_id, kind, plan_id, plan_version, mode, priority, runbook, request,
    initiated_by, work_total, last_seq, request_seq, last_position)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 1, pg_current_xact_id()::text::bigint)
`;

const INSERT_STEPS = /* sql */ `
  INSERT INTO execution_steps (execution_id, step_id, position, weight)
  SELECT $1, step.id, step.position - 1, step.weight
  FROM unnest($2::text[], $3::integer[]) WITH ORDINALITY AS step (id, weight, position)
`;

const INSERT_REQUEST = /* sql */ `
  INSERT INTO execution_journal (execution_id, seq, entry, position)
  VALUES ($1, 1, $2, pg_current_xact_id()::text::bigint)
`;

/**
 * Writes an execution of any kind, its steps, and the first entry of its journal. The caller's transaction adds what
 * its kind has beside that; when it is committed, a worker can find the execution.
 * @throws PlanArchivedError
 */
export async function insertExecution(manager: EntityManager, execution: NewExecution): Promise<void> {
  const { executionId, plan, runbook, request, priority, initiatedBy } = execution;
  const [locked] = await manager.query<{ status: string }[]>(LOCK_PLAN, [plan.id]);
  if (locked?.status === 'archived') throw new PlanArchivedError(plan.planId);
  const weights = stepWeights(runbook.steps, await stepHistories(manager, plan.id, runbook.kind, runbook.mode));
  await manager.query(INSERT, [
    executionId,
    runbook.kind,
    plan.id,
    plan.version,
    runbook.mode,
    priority,
    JSON.stringify(runbook),
    JSON.stringify(request),
    initiatedBy.id,
    weights.reduce((sum, weight) => sum + weight, 0),
  ]);
  await manager.query(INSERT_STEPS, [executionId, runbook.steps.map((step) => step.id), weights]);
  const first: JournalEntry = { type: 'execution_requested', by: initiatedBy.subject, data: request };
  await manager.query(INSERT_REQUEST, [executionId, JSON.stringify(first)]);
}
