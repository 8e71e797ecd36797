import pg, { type Pool } from 'pg';
import type { EngineEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { LeaseLostError } from '#engine/errors.js';
import type { Journal, Known, StepWeights } from '#engine/ports.js';
import { APPEND, APPEND_GROUP, APPEND_STEPS, APPEND_STEPS_AND_AUTHORITY } from './append-statements.js';
import { GroupCommit } from './group-commit.js';
import { journalRecord, type JournalRow } from './journal-row.js';
import { projectEntries, type Projection } from './projection.js';
import { Statements } from './statements.js';
import { stepRows, type StepRow } from './step-rows.js';

const IS_HELD = /* sql */ `
  SELECT 1 FROM executions WHERE execution_id = $1 AND lease_epoch = $2 AND lease_owner IS NOT NULL
`;

const ENTRIES_AFTER = /* sql */ `
  SELECT seq, epoch, at, entry FROM execution_journal WHERE execution_id = $1 AND seq > $2 ORDER BY seq
`;

interface Append {
  readonly executionId: string;
  readonly epoch: number;
  readonly afterSeq: number;
  readonly entries: readonly EngineEntry[];
  readonly to: Projection;
  readonly steps: readonly KeptStep[];
  /** What is over with it, by weight; null when the weights are not known here. */
  readonly work: number | null;
}

/** `now`: the moment of the append, as PostgreSQL understands it. */
type KeptStep = StepRow<Date | 'now'> & { readonly step_id: string };

type Written = Pick<JournalRow, 'at'>;

/** Data, constraints, deadlocks: PostgreSQL has judged the statement and undone it. */
const UNDONE = /^(22|23|40)/;

/**
 * The journal in PostgreSQL. Appends of different executions that come in at the same time share a commit.
 *
 * A connection on which nothing is answered is given up, and nobody knows then whether what was asked on it was done: as
 * after any lost connection the holder lets go, and whoever comes next reads.
 */
export class PostgresJournal implements Journal {
  private readonly appends = new GroupCommit<Append, readonly JournalRecord[] | null>({
    one: (append) => this.appendOne(append),
    many: (appends) => this.appendMany(appends),
    isUndone: (error) => error instanceof pg.DatabaseError && UNDONE.test(error.code ?? ''),
  });

  private readonly statements: Statements;

  /** @param answerMs how long an answer is waited for, milliseconds; undefined: as long as the connection lives. */
  constructor(pool: Pool, answerMs?: number) {
    this.statements = new Statements(pool, answerMs);
  }

  async append(
    executionId: string,
    epoch: number,
    afterSeq: number,
    entries: readonly EngineEntry[],
    known?: Known,
  ): Promise<readonly JournalRecord[] | null> {
    const to = projectEntries(entries);
    const steps = comesToRest(to)
      ? stepsAfter(known?.journal ?? (await this.entriesAfter(executionId, 0)), afterSeq, entries)
      : [];
    const work = known?.weights ? workOver(to, known.weights) : null;
    const append = { executionId, epoch, afterSeq, entries, to, steps, work };
    // The authority is a row of the plan, which other executions of the plan want as well: nobody else is to wait for it.
    return append.to.authorityTo === null ? this.appends.write(append) : this.appendOne(append);
  }

  private async appendOne(append: Append): Promise<readonly JournalRecord[] | null> {
    const { executionId, epoch, afterSeq, entries, to, work } = append;
    const decided = [executionId, epoch, afterSeq, JSON.stringify(entries)];
    const { rows } = await (work !== null && to.status === null
      ? this.appendSteps(to, [...decided, work])
      : this.statements.ask<Written>('journal_append', APPEND, [
          ...decided,
          to.over,
          JSON.stringify(append.steps),
          to.status,
          to.pauseReason,
          to.started,
          to.ended,
          to.outcome === null ? null : JSON.stringify(to.outcome),
          to.error === null ? null : JSON.stringify(to.error),
          to.authorityTo,
          to.wakeAt,
        ]));
    if (rows.length === entries.length) return records(append, rows[0]!.at);
    const held = await this.statements.ask('journal_is_held', IS_HELD, [executionId, epoch]);
    if (held.rowCount === 0) throw new LeaseLostError(executionId, epoch);
    return null;
  }

  private appendSteps({ authorityTo }: Projection, values: readonly unknown[]): Promise<pg.QueryResult<Written>> {
    return authorityTo === null
      ? this.statements.ask('journal_append_steps', APPEND_STEPS, values)
      : this.statements.ask('journal_append_authority', APPEND_STEPS_AND_AUTHORITY, [...values, authorityTo]);
  }

  private async appendMany(appends: readonly Append[]): Promise<readonly (readonly JournalRecord[] | undefined)[]> {
    const group = appends.map(({ executionId, epoch, afterSeq, entries, to, steps }, ix) => ({
      ix,
      execution_id: executionId,
      epoch,
      after_seq: afterSeq,
      entries,
      over: to.over,
      steps,
      status: to.status,
      pause_reason: to.pauseReason,
      wake_at: to.wakeAt,
      started: to.started,
      ended: to.ended,
      outcome: to.outcome,
      error: to.error,
    }));
    const { rows } = await this.statements.ask<Written & { readonly ix: number }>(
      'journal_append_group',
      APPEND_GROUP,
      [JSON.stringify(group)],
    );
    const writtenAt = new Map(rows.map(({ ix, at }) => [ix, at]));
    return appends.map((append, ix) => {
      const at = writtenAt.get(ix);
      return at && records(append, at);
    });
  }

  async entriesAfter(executionId: string, seq: number): Promise<readonly JournalRecord[]> {
    const { rows } = await this.statements.ask<JournalRow>('journal_entries_after', ENTRIES_AFTER, [executionId, seq]);
    return rows.map(journalRecord);
  }
}

/** How the steps stand after an append, which is not written when the journal has grown beyond `afterSeq`. */
function stepsAfter(
  known: readonly JournalRecord[],
  afterSeq: number,
  entries: readonly EngineEntry[],
): readonly KeptStep[] {
  const before = known.filter(({ seq }) => seq <= afterSeq);
  const rows = stepRows<Date | 'now'>([...before, ...entries.map((entry) => ({ at: 'now' as const, entry }))]);
  return Array.from(rows, ([step_id, row]) => ({ step_id, ...row }));
}

function workOver({ over }: Projection, weights: StepWeights): number {
  return over.reduce((sum, id) => sum + (weights[id] ?? 0), 0);
}

function records({ afterSeq, epoch, entries }: Append, at: Date): readonly JournalRecord[] {
  return entries.map((entry, index) => ({ seq: afterSeq + 1 + index, epoch, at, entry }));
}

/** Whoever is told of an end or a pause, and whoever looks at what was, reads the rows of the steps. */
function comesToRest({ status, ended }: Projection): boolean {
  return status === 'paused' || ended;
}
