import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';
import type { StepWeights } from '#engine/ports.js';
import { ExecutionNotFoundError } from '../errors.js';
import { poolOf } from './pool.js';

/** A place in the order over all journals, right behind one entry. */
export interface JournalPosition {
  /** A whole number of up to 19 digits. */
  readonly order: string;
  readonly executionId: string;
  readonly seq: number;
}

export interface FeedEntry {
  readonly executionId: string;
  readonly seq: number;
  readonly epoch: number | null;
  readonly at: Date;
  readonly entry: JournalEntry;
}

/** An entry among those of all executions. */
export interface OrderedEntry extends FeedEntry {
  readonly order: string;
  readonly kind: ExecutionKind;
  readonly planId: string;
}

/** Null: any. */
export interface FeedFilter {
  readonly planId: string | null;
  readonly kind: ExecutionKind | null;
}

export interface FollowedFrom {
  readonly executionId: string;
  readonly seq: number;
}

/** The oldest transaction that may still write; everything below it is there to be read, or never will be. */
const HORIZON = /* sql */ `pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;

const SETTLED = /* sql */ `
  SELECT journal.position, journal.execution_id, journal.seq, journal.epoch, journal.at, journal.entry, execution.kind,
    plan.plan_id
  FROM execution_journal AS journal
  JOIN executions AS execution ON execution.execution_id = journal.execution_id
  JOIN disaster_recovery_plans AS plan ON plan.id = execution.plan_id
  WHERE (journal.position, journal.execution_id, journal.seq) > ($1::bigint, $2::text, $3::bigint)
    AND journal.position < ${HORIZON}
    AND ($4::bigint IS NULL OR (journal.position, journal.execution_id, journal.seq) <= ($4::bigint, $5::text, $6::bigint))
    AND ($7::text IS NULL OR plan.plan_id = $7::text)
    AND ($8::text IS NULL OR execution.kind = $8::text)
  ORDER BY journal.position, journal.execution_id, journal.seq
  LIMIT $9
`;

const GROWN = /* sql */ `
  SELECT journal.execution_id, journal.seq, journal.epoch, journal.at, journal.entry
  FROM unnest($1::text[], $2::bigint[]) AS followed (execution_id, seq)
  JOIN execution_journal AS journal ON journal.execution_id = followed.execution_id AND journal.seq > followed.seq
  ORDER BY journal.execution_id, journal.seq
`;

const EARLIER = /* sql */ `
  SELECT journal.execution_id, journal.seq, journal.entry
  FROM unnest($1::text[], $2::bigint[]) AS wanted (execution_id, seq)
  JOIN execution_journal AS journal ON journal.execution_id = wanted.execution_id AND journal.seq < wanted.seq
  ORDER BY journal.execution_id, journal.seq
`;

const WEIGHTS = /* sql */ `
  SELECT execution_id, jsonb_object_agg(step_id, weight) AS weights
  FROM execution_steps WHERE execution_id = ANY ($1) GROUP BY execution_id
`;

interface EntryRow {
  readonly execution_id: string;
  readonly seq: string;
  readonly epoch: string | null;
  readonly at: Date;
  readonly entry: JournalEntry;
}

interface OrderedRow extends EntryRow {
  readonly position: string;
  readonly kind: ExecutionKind;
  readonly plan_id: string;
}

/** Reads journals for those who follow executions. */
@Injectable()
export class JournalFeed {
  constructor(private readonly source: DataSource) {}

  /** The place behind everything that is settled: what is read from there on is new. */
  async head(): Promise<JournalPosition> {
    const [row] = await this.source.query<{ horizon: string }[]>(`SELECT ${HORIZON} AS horizon`);
    return { order: row!.horizon, executionId: '', seq: 0 };
  }

  /**
   * Entries of all executions in an order that never changes: whoever has read up to a place has missed nothing before
   * it, whichever transactions commit later. Within an execution it is the order of its journal.
   * @param upTo null: as far as it is settled
   */
  async settledAfter(
    after: JournalPosition,
    upTo: JournalPosition | null,
    { planId, kind }: FeedFilter,
    limit: number,
  ): Promise<readonly OrderedEntry[]> {
    const { rows } = await poolOf(this.source).query<OrderedRow>({
      name: 'journal_settled_after',
      text: SETTLED,
      values: [
        after.order,
        after.executionId,
        after.seq,
        upTo?.order ?? null,
        upTo?.executionId ?? null,
        upTo?.seq ?? null,
        planId,
        kind,
        limit,
      ],
    });
    return rows.map((row) => ({ ...feedEntry(row), order: row.position, kind: row.kind, planId: row.plan_id }));
  }

  /** What is new in these executions, each in the order of its journal. Those who follow one do not wait for others. */
  async grown(followed: readonly FollowedFrom[]): Promise<readonly FeedEntry[]> {
    const { rows } = await poolOf(this.source).query<EntryRow>({
      name: 'journal_grown',
      text: GROWN,
      values: [followed.map(({ executionId }) => executionId), followed.map(({ seq }) => seq)],
    });
    return rows.map(feedEntry);
  }

  /** Everything before these entries, of the same executions. */
  async before(entries: readonly FollowedFrom[]): Promise<readonly Omit<FeedEntry, 'epoch' | 'at'>[]> {
    const rows = await this.source.query<EntryRow[]>(EARLIER, [
      entries.map(({ executionId }) => executionId),
      entries.map(({ seq }) => seq),
    ]);
    return rows.map(({ execution_id, seq, entry }) => ({ executionId: execution_id, seq: Number(seq), entry }));
  }

  /** Weights of the steps of these executions; an execution without steps has none. */
  async weights(executionIds: readonly string[]): Promise<ReadonlyMap<string, StepWeights>> {
    const rows = await this.source.query<{ execution_id: string; weights: StepWeights }[]>(WEIGHTS, [executionIds]);
    return new Map(rows.map(({ execution_id, weights }) => [execution_id, weights]));
  }

  /** @throws ExecutionNotFoundError */
  async requireExecution(executionId: string): Promise<void> {
    const rows = await this.source.query<object[]>('SELECT FROM executions WHERE execution_id = $1', [executionId]);
    if (rows.length === 0) throw new ExecutionNotFoundError(executionId);
  }
}

function feedEntry(row: EntryRow): FeedEntry {
  return {
    executionId: row.execution_id,
    seq: Number(row.seq),
    epoch: row.epoch === null ? null : Number(row.epoch),
    at: row.at,
    entry: row.entry,
  };
}
