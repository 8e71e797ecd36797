import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RequestEntry } from '#domain/execution/journal-entry.js';
import { UnknownStepError } from '#domain/execution/execution-state.js';
import { isTerminal, STEP_TRANSITIONS, type ExecutionStatus, type StepStatus } from '#domain/execution/transitions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { ExecutionStep } from '../entities/execution-step.entity.js';
import { ExecutionNotFoundError, PastPointOfNoReturnError, StateConflictError } from '../errors.js';
import { projectEntries } from '../journal/projection.js';

/** What a person may ask of an execution that is under way. */
export type Intervention = Exclude<RequestEntry, { type: 'execution_requested' }>;

interface LockedExecution {
  readonly execution_id: string;
  readonly status: ExecutionStatus;
  readonly runbook: Runbook;
  readonly last_seq: string;
}

const RESULT_OF: Readonly<Record<Exclude<Intervention['type'], 'cancel_requested'>, StepStatus>> = {
  step_confirmed: 'succeeded',
  retry_requested: 'pending',
  skip_requested: 'skipped',
};

/**
 * Writes what people ask for into the journal. The row lock on the execution puts it in order with the engine's own
 * writes, so it is judged against the state in which it takes effect.
 */
@Injectable()
export class InterventionRepository {
  constructor(private readonly source: DataSource) {}

  /** @throws ExecutionNotFoundError, UnknownStepError, StateConflictError, PastPointOfNoReturnError */
  async request(executionId: string, intervention: Intervention): Promise<void> {
    await this.source.transaction(async (manager) => {
      const execution = await lock(manager, executionId);
      const steps = await manager.findBy(ExecutionStep, { execution_id: executionId });
      if (intervention.type === 'cancel_requested') checkCancel(execution, steps);
      else checkStep(execution, steps, intervention);
      await append(manager, execution, intervention);
    });
  }
}

async function lock(manager: EntityManager, executionId: string): Promise<LockedExecution> {
  const rows = await manager.query<LockedExecution[]>(
    'SELECT execution_id, status, runbook, last_seq FROM executions WHERE execution_id = $1 FOR UPDATE',
    [executionId],
  );
  if (!rows[0]) throw new ExecutionNotFoundError(executionId);
  return rows[0];
}

function checkCancel(execution: LockedExecution, steps: readonly ExecutionStep[]): void {
  const { execution_id: id, status, runbook } = execution;
  if (isTerminal(status) || status === 'rolling_back') throw new StateConflictError('cancel', id, status);
  const begun = new Set(steps.filter((step) => step.started_at !== null).map((step) => step.step_id));
  // What was begun may have happened, whatever became of it since.
  const crossed = runbook.steps.some((step) => step.pointOfNoReturn && begun.has(step.id));
  if (crossed) throw new PastPointOfNoReturnError(id);
}

function checkStep(
  execution: LockedExecution,
  steps: readonly ExecutionStep[],
  intervention: Exclude<Intervention, { type: 'cancel_requested' }>,
): void {
  const { execution_id: id, status } = execution;
  const name = intervention.type.replace(/_requested$|^step_/g, '');
  const step = steps.find((candidate) => candidate.step_id === intervention.stepId);
  if (!step) throw new UnknownStepError(id, intervention.stepId);
  if (isTerminal(status) || status === 'rolling_back') throw new StateConflictError(name, id, status);
  const from = step.status as StepStatus;
  const allowed =
    STEP_TRANSITIONS[from].includes(RESULT_OF[intervention.type]) &&
    // Only a step that waits for a person is a person's to confirm, and a running one nobody's to take away.
    (intervention.type === 'step_confirmed' ? from === 'waiting' : from !== 'running' && from !== 'pending');
  if (!allowed) throw new StateConflictError(name, id, from, intervention.stepId);
}

async function append(manager: EntityManager, execution: LockedExecution, entry: Intervention): Promise<void> {
  const id = execution.execution_id;
  const seq = Number(execution.last_seq) + 1;
  const to = projectEntries([entry]);
  await manager.query('INSERT INTO execution_journal (execution_id, seq, entry) VALUES ($1, $2, $3)', [
    id,
    seq,
    JSON.stringify(entry),
  ]);
  await manager.query(
    `UPDATE executions SET last_seq = $2, request_seq = $2, steps_over = steps_over + cardinality($3::text[]),
       work_over = work_over + (
         SELECT coalesce(sum(weight), 0) FROM execution_steps WHERE execution_id = $1 AND step_id = ANY ($3::text[])
       )
     WHERE execution_id = $1`,
    [id, seq, to.over],
  );
  for (const patch of to.steps) {
    await manager.query(
      `UPDATE execution_steps SET
         status = $3,
         attempts = coalesce($4, attempts),
         completed_at = CASE WHEN $5 THEN now() WHEN $6 THEN NULL ELSE completed_at END,
         output = coalesce($7, output)
       WHERE execution_id = $1 AND step_id = $2`,
      [
        id,
        patch.step_id,
        patch.status,
        patch.attempts ?? null,
        patch.ended ?? false,
        patch.reset ?? false,
        patch.output === undefined ? null : JSON.stringify(patch.output),
      ],
    );
  }
}
