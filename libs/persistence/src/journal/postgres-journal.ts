import type { Pool } from 'pg';
import type { EngineEntry, JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { LeaseLostError } from '#engine/errors.js';
import type { Journal } from '#engine/ports.js';
import { projectEntries } from './projection.js';

/**
 * One statement, so one commit: the entries, the rows that are kept for reading, and the check of the epoch. The
 * execution's row lock puts appends in order; when the epoch or the journal has moved on `held` is empty and nothing is
 * written.
 */
const APPEND = /* sql */ `
  WITH held AS (
    UPDATE executions SET
      last_seq = last_seq + $3::integer,
      status = coalesce($4::text, status),
      pause_reason = CASE WHEN $4::text IS NULL THEN pause_reason ELSE $5::text END,
      started_at = CASE WHEN $6::boolean THEN coalesce(started_at, now()) ELSE started_at END,
      completed_at = CASE WHEN $7::boolean THEN now() ELSE completed_at END,
      outcome = coalesce($8::jsonb, outcome),
      error = coalesce($9::jsonb, error),
      steps_over = steps_over + $10::integer
    WHERE execution_id = $1::text AND lease_epoch = $2::bigint AND lease_owner IS NOT NULL AND last_seq = $14::bigint
    RETURNING plan_id
  ), steps AS (
    UPDATE execution_steps AS step SET
      status = coalesce(patch.status, step.status),
      attempts = coalesce(patch.attempts, step.attempts),
      started_at = CASE WHEN patch.started THEN coalesce(step.started_at, now()) ELSE step.started_at END,
      completed_at = CASE WHEN patch.ended THEN now() ELSE step.completed_at END,
      duration_ms = coalesce(patch.duration_ms, step.duration_ms),
      output = coalesce(patch.output, step.output),
      error = CASE WHEN patch.status = 'succeeded' THEN NULL ELSE coalesce(patch.error, step.error) END
    FROM held, jsonb_to_recordset($11::jsonb) AS patch (
      step_id text, status text, attempts integer, started boolean, ended boolean,
      duration_ms double precision, output jsonb, error jsonb
    )
    WHERE step.execution_id = $1::text AND step.step_id = patch.step_id
  ), authority AS (
    UPDATE plan_authority SET active_site = $12::text, changed_at = now()
    FROM held
    WHERE plan_authority.plan_id = held.plan_id AND $12::text IS NOT NULL
  )
  INSERT INTO execution_journal (execution_id, seq, epoch, at, entry)
  SELECT $1::text, $14::bigint + entry.ordinality, $2::bigint, now(), entry.value
  FROM held, jsonb_array_elements($13::jsonb) WITH ORDINALITY AS entry
  RETURNING at
`;

const IS_HELD = /* sql */ `
  SELECT 1 FROM executions WHERE execution_id = $1 AND lease_epoch = $2 AND lease_owner IS NOT NULL
`;

const ENTRIES_AFTER = /* sql */ `
  SELECT seq, epoch, at, entry FROM execution_journal WHERE execution_id = $1 AND seq > $2 ORDER BY seq
`;

interface JournalRow {
  readonly seq: string;
  readonly epoch: string | null;
  readonly at: Date;
  readonly entry: JournalEntry;
}

/** The journal in PostgreSQL. */
export class PostgresJournal implements Journal {
  constructor(private readonly pool: Pool) {}

  async append(
    executionId: string,
    epoch: number,
    afterSeq: number,
    entries: readonly EngineEntry[],
  ): Promise<readonly JournalRecord[] | null> {
    const to = projectEntries(entries);
    const { rows } = await this.pool.query<Pick<JournalRow, 'at'>>({
      name: 'journal_append',
      text: APPEND,
      values: [
        executionId,
        epoch,
        entries.length,
        to.status,
        to.pauseReason,
        to.started,
        to.ended,
        to.outcome === null ? null : JSON.stringify(to.outcome),
        to.error === null ? null : JSON.stringify(to.error),
        to.stepsOver,
        JSON.stringify(to.steps),
        to.authorityTo,
        JSON.stringify(entries),
        afterSeq,
      ],
    });
    if (rows.length === entries.length) {
      return entries.map((entry, index) => ({ seq: afterSeq + 1 + index, epoch, at: rows[index]!.at, entry }));
    }
    const held = await this.pool.query({ name: 'journal_is_held', text: IS_HELD, values: [executionId, epoch] });
    if (held.rowCount === 0) throw new LeaseLostError(executionId, epoch);
    return null;
  }

  async entriesAfter(executionId: string, seq: number): Promise<readonly JournalRecord[]> {
    const { rows } = await this.pool.query<JournalRow>({
      name: 'journal_entries_after',
      text: ENTRIES_AFTER,
      values: [executionId, seq],
    });
    return rows.map((row) => ({
      seq: Number(row.seq),
      epoch: row.epoch === null ? null : Number(row.epoch),
      at: row.at,
      entry: row.entry,
    }));
  }
}
