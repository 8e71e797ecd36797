import type { EntityManager } from 'typeorm';
import { ensureAdminUser } from './admin-user-repository.js';
import type { EndedExecution } from './ingest-repository.js';

/** Born as it ended: no worker ever sees it as something to do, and what is over long ago is no news. */
const INSERT_EXECUTION = /* sql */ `
  INSERT INTO executions (execution_id, kind, plan_id, plan_version, mode, priority, runbook, request, work_total,
    work_over, initiated_by, status, outcome, error, requested_at, started_at, completed_at, last_seq, request_seq,
    seen_seq, lease_epoch)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $18, $19)
`;

const INSERT_FAILOVER = /* sql */ `
  INSERT INTO failovers (failover_id, failover_type, reason, components, failover_options, execution_options)
  VALUES ($1, $2, $3, $4, '{}', '{}')
`;

const INSERT_PROCEDURE = /* sql */ `
  INSERT INTO procedure_executions (execution_id, procedure_id, execution_type, parameters, execution_options)
  VALUES ($1, $2, 'manual', '{}', '{}')
`;

const INSERT_STEPS = /* sql */ `
  INSERT INTO execution_steps (execution_id, step_id, position, status, attempts, started_at, completed_at,
    duration_ms, output, error)
  SELECT $1, step.step_id, step.position, step.status, step.attempts, step.started_at, step.completed_at,
    step.duration_ms, step.output, step.error
  FROM jsonb_to_recordset($2::jsonb) AS step (
    step_id text, position integer, status text, attempts integer, started_at timestamptz, completed_at timestamptz,
    duration_ms double precision, output jsonb, error jsonb
  )
`;

const INSERT_JOURNAL = /* sql */ `
  INSERT INTO execution_journal (execution_id, seq, epoch, at, entry)
  SELECT $1, record.seq, record.epoch, record.at, record.entry
  FROM jsonb_to_recordset($2::jsonb) AS record (seq bigint, epoch bigint, at timestamptz, entry jsonb)
`;

/** Writes the rows of an execution that has ended elsewhere; the caller's transaction adds what is beside them. */
export async function insertIngested(
  manager: EntityManager,
  planRowId: string,
  execution: EndedExecution,
): Promise<void> {
  const { executionId, runbook, state, records, request } = execution;
  const steps = runbook.steps.map(({ id }, position) => ({ position, ...state.steps.get(id)! }));
  // Somebody who is only named here: nothing is known of their roles.
  const person = await ensureAdminUser(manager, execution.requestedBy, []);
  await manager.query(INSERT_EXECUTION, [
    executionId,
    runbook.kind,
    planRowId,
    runbook.planVersion,
    runbook.mode,
    execution.priority,
    JSON.stringify(runbook),
    JSON.stringify(request),
    steps.length,
    steps.filter(({ status }) => status === 'succeeded' || status === 'skipped').length,
    person.id,
    state.status,
    execution.outcome === null ? null : JSON.stringify(execution.outcome),
    state.error ? JSON.stringify(state.error) : null,
    state.requestedAt,
    state.startedAt,
    state.endedAt,
    records.length,
    execution.epoch,
  ]);
  if (runbook.kind === 'failover') {
    const { failoverType } = runbook;
    await manager.query(INSERT_FAILOVER, [executionId, failoverType, execution.reason, execution.components]);
  }
  if (execution.procedureId !== null) await manager.query(INSERT_PROCEDURE, [executionId, execution.procedureId]);
  const stepRows = steps.map((step) => ({
    step_id: step.id,
    position: step.position,
    status: step.status,
    attempts: step.attempts,
    started_at: step.startedAt,
    completed_at: step.endedAt,
    duration_ms: step.durationMs,
    output: step.output,
    error: step.error,
  }));
  await manager.query(INSERT_STEPS, [executionId, JSON.stringify(stepRows)]);
  await manager.query(INSERT_JOURNAL, [executionId, JSON.stringify(records)]);
}
