import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { foldJournal } from '#domain/execution/execution-state.js';
import type { EngineEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { LeaseLostError } from '#engine/errors.js';
import { createDataSource } from '#persistence/data-source.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import type { ExecutionRecord } from '#persistence/records.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { InterventionRepository } from '#persistence/repositories/intervention-repository.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { seedFailover, seedPlan } from './fixtures.js';

const LONG = 600_000;

/** An execution that somebody drives. */
interface Driven {
  readonly id: string;
  readonly epoch: number;
  readonly execution: ExecutionRecord;
}

type Appended = readonly JournalRecord[] | null;

const started: readonly EngineEntry[] = [{ type: 'execution_started' }];

describe('appends to many executions at once', () => {
  let database: TestDatabase;
  let source: DataSource;
  let journal: PostgresJournal;
  let leases: PostgresLeases;
  let executions: ExecutionRepository;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
  });
  afterAll(() => database.stop());

  beforeEach(async () => {
    source = await createDataSource({ url: database.url, poolSize: 8 }).initialize();
    journal = new PostgresJournal(poolOf(source));
    leases = new PostgresLeases(poolOf(source));
    executions = new ExecutionRepository(source);
  });
  afterEach(() => source.destroy());

  const drive = async (count: number): Promise<readonly Driven[]> => {
    const driven: Driven[] = [];
    for (let i = 0; i < count; i++) {
      const execution = await seedFailover(source, await seedPlan(source));
      const id = execution.executionId;
      const { epoch } = (await leases.acquire(id, 'worker', LONG))!;
      driven.push({ id, epoch, execution });
    }
    return driven;
  };
  /** The first append goes alone, so all others of the same moment go together behind it. */
  const together = async (
    driven: readonly Driven[],
    entries: (each: Driven, index: number) => readonly EngineEntry[] = () => started,
    afterSeq = 1,
  ): Promise<readonly PromiseSettledResult<Appended>[]> => {
    const [first] = await drive(1);
    const [alone, ...others] = await Promise.allSettled([
      journal.append(first!.id, first!.epoch, 1, started),
      ...driven.map((each, index) => journal.append(each.id, each.epoch, afterSeq, entries(each, index))),
    ]);
    expect(alone).toMatchObject({ status: 'fulfilled', value: [{ seq: 2 }] });
    return others;
  };
  const commits = async (): Promise<readonly string[]> => {
    const rows = await source.query<{ xmin: string }[]>(
      'SELECT DISTINCT xmin::text FROM execution_journal WHERE seq > 1',
    );
    return rows.map(({ xmin }) => xmin);
  };
  const isWritten = async (each: Driven, lastSeq: number): Promise<void> => {
    const records = await journal.entriesAfter(each.id, 0);
    const state = foldJournal(each.id, each.execution.runbook, records);
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq }, (_, i) => i + 1));
    expect(await executions.get(each.id)).toMatchObject({ lastSeq, status: state.status });
    const rows = await executions.steps(each.id);
    const projected = rows.map(({ stepId, status: of, attempts, output }) => {
      // A step that waits shows what for.
      return { id: stepId, status: of, attempts, output: of === 'waiting' ? null : output };
    });
    expect(projected).toEqual(
      rows.map(({ stepId }) => {
        const { id, status: of, attempts, output } = state.steps.get(stepId)!;
        return { id, status: of, attempts, output };
      }),
    );
  };

  it('share a commit, and each is told its own records', async () => {
    const driven = await drive(5);
    const before = new Set(await commits());
    const results = await together(driven);
    for (const [index, each] of driven.entries()) {
      const [record] = await journal.entriesAfter(each.id, 1);
      expect(results[index]).toEqual({ status: 'fulfilled', value: [record] });
      expect(record).toMatchObject({ seq: 2, epoch: each.epoch, entry: { type: 'execution_started' } });
      await isWritten(each, 2);
    }
    expect((await commits()).filter((xmin) => !before.has(xmin))).toHaveLength(2);
  });

  it('leave out one whose lease is lost and one that somebody asked something of, and nothing else', async () => {
    const [lost, overtaken, ...others] = await drive(5);
    await leases.release(lost!.id, lost!.epoch, 1);
    const { epoch } = (await leases.acquire(lost!.id, 'other', LONG))!;
    await new InterventionRepository(source).request(overtaken!.id, {
      type: 'cancel_requested',
      by: 'admin_1',
      comment: '',
    });
    const results = await together([lost!, overtaken!, ...others]);
    expect(results[0]).toMatchObject({ status: 'rejected', reason: expect.any(LeaseLostError) });
    expect(results[1]).toEqual({ status: 'fulfilled', value: null });
    for (const result of results.slice(2)) expect(result).toMatchObject({ status: 'fulfilled', value: [{ seq: 2 }] });
    // They were left out of the group, and did not undo it.
    const [{ count }] = await source.query<[{ count: number }]>(
      'SELECT count(DISTINCT xmin::text)::int AS count FROM execution_journal WHERE execution_id = ANY ($1) AND seq > 1',
      [others.map(({ id }) => id)],
    );
    expect(count).toBe(1);
    await isWritten(lost!, 1);
    await isWritten(overtaken!, 2);
    for (const each of others) await isWritten(each, 2);
    expect(await journal.append(lost!.id, epoch, 1, started)).toMatchObject([{ seq: 2, epoch }]);
  });

  it('one that PostgreSQL refuses fails alone', async () => {
    const [bad, ...others] = await drive(4);
    // Text in JSON can not hold this character in PostgreSQL.
    const refused: EngineEntry = { type: 'lease_acquired', owner: '\u0000' };
    const results = await together([bad!, ...others], ({ id }) => (id === bad!.id ? [refused] : started));
    expect(results[0]).toMatchObject({ status: 'rejected', reason: { code: expect.stringMatching(/^22/) } });
    for (const result of results.slice(1)) expect(result).toMatchObject({ status: 'fulfilled', value: [{ seq: 2 }] });
    await isWritten(bad!, 1);
    for (const each of others) await isWritten(each, 2);
  });

  it('one that breaks a constraint fails alone', async () => {
    const [bad, ...others] = await drive(4);
    await source.query('INSERT INTO execution_journal (execution_id, seq, entry) VALUES ($1, 2, $2)', [bad!.id, '{}']);
    const results = await together([bad!, ...others]);
    expect(results[0]).toMatchObject({ status: 'rejected', reason: { code: '23505' } });
    for (const each of others) await isWritten(each, 2);
    expect(await executions.get(bad!.id)).toMatchObject({ status: 'pending', lastSeq: 1 });
  });

  it.each(['alone', 'in a group'])('one that is locked waits, %s, and nobody else does', async (how) => {
    const [locked, ...others] = await drive(5);
    const lock = await poolOf(source).connect();
    try {
      await lock.query('BEGIN');
      await lock.query('SELECT 1 FROM executions WHERE execution_id = $1 FOR UPDATE', [locked!.id]);
      const append = (each: Driven): Promise<Appended> => journal.append(each.id, each.epoch, 1, started);
      // Whoever comes first goes alone.
      const first = how === 'alone' ? [] : [append(others.pop()!)];
      let isWaiting = true;
      const waiting = append(locked!).finally(() => (isWaiting = false));
      const rest = await Promise.all([...first, ...others.map(append)]);
      for (const records of rest) expect(records).toMatchObject([{ seq: 2 }]);
      expect(isWaiting).toBe(true);
      await lock.query('COMMIT');
      expect(await waiting).toMatchObject([{ seq: 2 }]);
      await isWritten(locked!, 2);
    } finally {
      lock.release();
    }
  });

  it('those that come to rest write the rows of their steps, each its own', async () => {
    const driven = await drive(3);
    const stepOf = (each: Driven): string => each.execution.runbook.steps[0]!.id;
    await together(driven, (each) => [...started, { type: 'step_started', stepId: stepOf(each), attempt: 1 }]);
    const failed = (each: Driven): EngineEntry => ({
      type: 'step_failed',
      stepId: stepOf(each),
      error: { code: 'broken', message: each.id, details: {} },
      durationMs: 1,
    });
    const end: EngineEntry = { type: 'execution_ended', status: 'failed', error: null, outcome: null };
    await together(driven, (each) => [failed(each), end], 3);
    for (const each of driven) {
      const rows = await source.query<object[]>(
        `SELECT step_id, status, attempts, started_at, completed_at, error FROM execution_steps
         WHERE execution_id = $1 AND status <> 'pending'`,
        [each.id],
      );
      const [shown] = await executions.steps(each.id);
      expect(rows).toEqual([
        {
          step_id: stepOf(each),
          status: 'failed',
          attempts: 1,
          started_at: shown!.startedAt,
          completed_at: shown!.completedAt,
          error: { code: 'broken', message: each.id, details: {} },
        },
      ]);
      await isWritten(each, 5);
      const [{ lease_owner: owner }] = await source.query<[{ lease_owner: string | null }]>(
        'SELECT lease_owner FROM executions WHERE execution_id = $1',
        [each.id],
      );
      expect(owner).toBeNull();
    }
  });

  it('two holders of one execution in one group: only the one whose epoch it is writes', async () => {
    const [contested, other] = await drive(2);
    const zombie = { ...contested!, epoch: contested!.epoch - 1 };
    const results = await together([zombie, contested!, other!]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    await isWritten(contested!, 2);
  });

  it('whatever is appended at once, rows and journals say the same', async () => {
    const stepIds = (await drive(1))[0]!.execution.runbook.steps.map(({ id }) => id).slice(0, 4);
    const work = fc.array(fc.array(fc.constantFrom('begin', 'succeed', 'fail', 'wait'), { maxLength: 6 }), {
      minLength: 2,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(work, async (plans) => {
        const driven = await drive(plans.length);
        const lengths = await Promise.all(
          driven.map(async ({ id, epoch }, index) => {
            let seq = 1;
            const write = async (...entries: readonly EngineEntry[]): Promise<void> => {
              const records = await journal.append(id, epoch, seq, entries);
              expect(records!.map((record) => record.seq)).toEqual(entries.map((_, at) => seq + 1 + at));
              seq += entries.length;
            };
            await write({ type: 'lease_acquired', owner: 'worker' }, { type: 'execution_started' });
            for (const [at, what] of plans[index]!.slice(0, stepIds.length).entries()) {
              const stepId = stepIds[at]!;
              const begun: EngineEntry = { type: 'step_started', stepId, attempt: 1 };
              const error = { code: 'broken', message: '"\u2028', details: { at } };
              if (what === 'begin') await write(begun);
              else if (what === 'wait') await write(begun, { type: 'step_waiting', stepId, task: 'look' });
              else if (what === 'fail') await write(begun, { type: 'step_failed', stepId, error, durationMs: 1 });
              else {
                await write(begun);
                await write({ type: 'step_succeeded', stepId, output: { at }, durationMs: 1, foundDone: false });
              }
            }
            if (plans[index]!.length % 2 === 1) {
              await write({
                type: 'execution_ended',
                status: 'completed',
                error: null,
                outcome: { of: [index, null] },
              });
            }
            return seq;
          }),
        );
        for (const [index, each] of driven.entries()) await isWritten(each, lengths[index]!);
      }),
      { numRuns: 15 },
    );
  });
});
