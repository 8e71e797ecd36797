import type { Pool } from 'pg';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { JournalRecord } from '#domain/execution/journal-entry.js';
import type { ExecutionKind, Runbook } from '#domain/runbook/runbook.js';
import { FAULT_PAUSE } from '#engine/fault-pause.js';
import type { HeldLease, Leases, StepWeights } from '#engine/ports.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { Statements } from './statements.js';

const IS_ACTIVE = /* sql */ `status IN ${ACTIVE_STATUSES}`;

/**
 * Nobody holds it, and there is something to do: a paused execution waits until somebody asks for something, or until
 * a wait of its own is over.
 */
const IS_DUE = /* sql */ `
  ${IS_ACTIVE}
  AND (lease_expires_at IS NULL OR lease_expires_at < now())
  AND (not_before IS NULL OR not_before < now())
  AND (status <> 'paused' OR request_seq > seen_seq OR wake_at <= now())
`;

/** With the journal, as of when it was asked: when it had to wait for a lock it may have missed what came meanwhile. */
const ACQUIRE = /* sql */ `
  WITH due AS (
    SELECT execution_id, plan_id FROM executions WHERE execution_id = $1 AND ${IS_DUE} FOR UPDATE
  ), raised AS (
    UPDATE plan_authority SET epoch = epoch + 1
    FROM due WHERE plan_authority.plan_id = due.plan_id
    RETURNING plan_authority.epoch
  )
  UPDATE executions AS execution SET
    lease_owner = $2,
    lease_epoch = raised.epoch,
    lease_expires_at = now() + $3 * interval '1 millisecond',
    rings = 0,
    ring_after = NULL
  FROM due, raised
  WHERE execution.execution_id = due.execution_id
  RETURNING execution.lease_epoch, execution.last_seq, execution.runbook, (
    SELECT coalesce(
      json_agg(json_build_object('seq', seq, 'epoch', epoch, 'at', at, 'entry', entry) ORDER BY seq), '[]')
    FROM execution_journal WHERE execution_id = $1
  ) AS journal, (
    SELECT json_object_agg(step_id, weight) FROM execution_steps WHERE execution_id = $1
  ) AS weights
`;

/** What its holder has ended is given back, and not lost: the append that did it may not have been answered yet. */
const RENEW = /* sql */ `
  UPDATE executions SET
    lease_expires_at = CASE WHEN lease_owner IS NOT NULL THEN now() + $3 * interval '1 millisecond' END
  WHERE execution_id = $1 AND lease_epoch = $2 AND (lease_owner IS NOT NULL OR completed_at IS NOT NULL)
  RETURNING last_seq
`;

/** The epoch stays: it is what the next holder rises above. */
const RELEASE = /* sql */ `
  UPDATE executions SET
    lease_owner = NULL,
    lease_expires_at = NULL,
    seen_seq = greatest(seen_seq, $3),
    fault = $4::jsonb,
    faults = CASE WHEN $4::jsonb IS NULL THEN 0 ELSE faults + 1 END,
    not_before = CASE WHEN $4::jsonb IS NOT NULL AND faults > 0 THEN
      now() + least($6::float8, $5::float8 * 2 ^ least(faults - 1, 30)) * interval '1 millisecond' END
  WHERE execution_id = $1 AND lease_epoch = $2
`;

/** Longest time until an execution that nobody has taken is rung for again, milliseconds: the queue may have lost it. */
const LONGEST_RING_PAUSE_MS = 10_000;

/**
 * Whoever claims an execution rings for it, and nobody else does for a while, longer with each ring that led to
 * nothing: many sweepers share the work, and what can not be started keeps nothing back that comes after it.
 */
const CLAIM_DUE = /* sql */ `
  WITH due AS (
    SELECT execution_id FROM executions
    WHERE ${IS_DUE} AND kind = ANY ($1) AND (ring_after IS NULL OR ring_after < now())
    ORDER BY ring_after NULLS FIRST, requested_at
    LIMIT $2
    FOR UPDATE SKIP LOCKED
  )
  UPDATE executions AS execution SET
    rings = rings + 1,
    ring_after = now() + least(${LONGEST_RING_PAUSE_MS}, $3::float8 * 2 ^ least(rings, 30)) * interval '1 millisecond'
  FROM due
  WHERE execution.execution_id = due.execution_id
  RETURNING execution.execution_id, execution.kind, execution.priority, execution.lease_epoch
`;

export interface DueExecution {
  readonly executionId: string;
  readonly kind: ExecutionKind;
  readonly priority: string;
  readonly epoch: number;
}

interface AcquiredRow {
  readonly lease_epoch: string;
  readonly last_seq: string;
  readonly runbook: Runbook;
  /** Null: it has no steps. */
  readonly weights: StepWeights | null;
  /** As JSON has them: moments are texts. */
  readonly journal: readonly (Omit<JournalRecord, 'at'> & { readonly at: string })[];
}

/** Leases kept in the executions' rows, by the clock of the database. */
export class PostgresLeases implements Leases {
  private readonly statements: Statements;

  /** @param answerMs how long an answer is waited for, milliseconds; undefined: as long as the connection lives. */
  constructor(pool: Pool, answerMs?: number) {
    this.statements = new Statements(pool, answerMs);
  }

  async acquire(executionId: string, owner: string, ttlMs: number): Promise<HeldLease | null> {
    const { rows } = await this.statements.ask<AcquiredRow>('lease_acquire', ACQUIRE, [executionId, owner, ttlMs]);
    const row = rows[0];
    if (!row) return null;
    return {
      executionId,
      planId: row.runbook.planId,
      runbook: row.runbook,
      epoch: Number(row.lease_epoch),
      lastSeq: Number(row.last_seq),
      journal: row.journal.map((record) => ({ ...record, at: new Date(record.at) })),
      weights: row.weights ?? {},
    };
  }

  async renew(executionId: string, epoch: number, ttlMs: number): Promise<{ readonly lastSeq: number } | null> {
    const { rows } = await this.statements.ask<{ last_seq: string }>('lease_renew', RENEW, [executionId, epoch, ttlMs]);
    return rows[0] ? { lastSeq: Number(rows[0].last_seq) } : null;
  }

  async release(executionId: string, epoch: number, seenSeq: number, fault?: FailureReport): Promise<void> {
    const { firstMs, longestMs } = FAULT_PAUSE;
    await this.statements.ask('lease_release', RELEASE, [
      executionId,
      epoch,
      seenSeq,
      fault ? JSON.stringify(fault) : null,
      firstMs,
      longestMs,
    ]);
  }

  /**
   * Executions that should be driven and that nobody drives; first those that were never rung for. Each is given out
   * once, to one caller, and again after a pause when nobody has taken its lease by then.
   * @param pauseMs until it is given out again; doubles with each time, up to ten seconds.
   */
  async claimDue(kinds: readonly ExecutionKind[], limit: number, pauseMs: number): Promise<readonly DueExecution[]> {
    const { rows } = await this.statements.ask<{
      execution_id: string;
      kind: ExecutionKind;
      priority: string;
      lease_epoch: string;
    }>('lease_claim_due', CLAIM_DUE, [kinds, limit, pauseMs]);
    return rows.map((row) => ({
      executionId: row.execution_id,
      kind: row.kind,
      priority: row.priority,
      epoch: Number(row.lease_epoch),
    }));
  }
}
