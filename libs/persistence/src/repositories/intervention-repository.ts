import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { applyRecord, foldJournal } from '#domain/execution/execution-state.js';
import {
  entriesFor,
  personForbids,
  stateForbids,
  type Intervention,
  type Situation,
} from '#domain/execution/interventions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { ExecutionNotFoundError } from '../errors.js';
import { journalRecord, type JournalRow } from '../journal/journal-row.js';
import { projectEntries, type StepPatch } from '../journal/projection.js';

interface LockedExecution {
  readonly runbook: Runbook;
  readonly now: Date;
}

/** Time of the statement, not of the transaction: it may have waited for the lock for a while. */
const LOCK = /* sql */ `
  SELECT runbook, clock_timestamp() AS now FROM executions WHERE execution_id = $1 FOR UPDATE
`;

const ENTRIES = /* sql */ `
  SELECT seq, epoch, at, entry FROM execution_journal WHERE execution_id = $1 ORDER BY seq
`;

const APPEND = /* sql */ `
  INSERT INTO execution_journal (execution_id, seq, at, entry)
  SELECT $1, $2::bigint + entry.ordinality, $3, entry.value
  FROM jsonb_array_elements($4::jsonb) WITH ORDINALITY AS entry
`;

const TAKE_NOTE = /* sql */ `
  UPDATE executions SET
    last_seq = $2,
    request_seq = $2,
    -- A person waits for it, whatever faults there were.
    not_before = NULL,
    work_over = work_over + (
      SELECT coalesce(sum(weight), 0) FROM execution_steps WHERE execution_id = $1 AND step_id = ANY ($3::text[])
    )
  WHERE execution_id = $1
`;

const PATCH_STEP = /* sql */ `
  UPDATE execution_steps SET
    status = $3,
    attempts = coalesce($4, attempts),
    completed_at = CASE WHEN $5 THEN $9 WHEN $6 THEN NULL ELSE completed_at END,
    output = coalesce($7::jsonb, output),
    error = CASE WHEN $3 = 'succeeded' THEN NULL ELSE coalesce($8::jsonb, error) END
  WHERE execution_id = $1 AND step_id = $2
`;

/**
 * Writes what people ask for into the journal. The row lock on the execution puts it in order with the engine's own
 * writes, so it is judged against the state in which it takes effect.
 */
@Injectable()
export class InterventionRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * @param roles of the person who asks; a step can want approvals of one of them.
   * @throws ExecutionNotFoundError, UnknownStepError, StateConflictError, PastPointOfNoReturnError, NotAnApproverError,
   *   AlreadyApprovedError
   */
  async request(executionId: string, intervention: Intervention, roles: readonly string[] = []): Promise<void> {
    await this.source.transaction(async (manager) => {
      const { runbook, now } = await lock(manager, executionId);
      // After the lock: nothing is written any more that would not be read here.
      const rows = await manager.query<JournalRow[]>(ENTRIES, [executionId]);
      const state = foldJournal(executionId, runbook, rows.map(journalRecord));
      const situation = { runbook, state, now };
      const refusal = stateForbids(situation, intervention) ?? personForbids(situation, intervention, roles);
      if (refusal !== null) throw refusal;
      await append(manager, situation, entriesFor(situation, intervention));
    });
  }
}

async function lock(manager: EntityManager, executionId: string): Promise<LockedExecution> {
  const rows = await manager.query<LockedExecution[]>(LOCK, [executionId]);
  if (!rows[0]) throw new ExecutionNotFoundError(executionId);
  return rows[0];
}

async function append(
  manager: EntityManager,
  { state, now }: Situation,
  entries: readonly Intervention[],
): Promise<void> {
  const { executionId, lastSeq } = state;
  // What would not fold must never be written: nobody could drive the execution any more.
  entries.reduce(
    (before, entry, index) => applyRecord(before, { seq: lastSeq + 1 + index, epoch: null, at: now, entry }),
    state,
  );
  const to = projectEntries(entries);
  await manager.query(APPEND, [executionId, lastSeq, now, JSON.stringify(entries)]);
  await manager.query(TAKE_NOTE, [executionId, lastSeq + entries.length, to.over]);
  for (const patch of to.steps) await patchStep(manager, executionId, patch, now);
}

async function patchStep(manager: EntityManager, executionId: string, patch: StepPatch, now: Date): Promise<void> {
  await manager.query(PATCH_STEP, [
    executionId,
    patch.step_id,
    patch.status,
    patch.attempts ?? null,
    patch.ended ?? false,
    patch.reset ?? false,
    patch.output === undefined ? null : JSON.stringify(patch.output),
    patch.error ? JSON.stringify(patch.error) : null,
    now,
  ]);
}
