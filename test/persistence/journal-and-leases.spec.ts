import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { EngineEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { foldJournal } from '#domain/execution/execution-state.js';
import { PastPointOfNoReturnError, StateConflictError } from '#domain/execution/interventions.js';
import { LeaseLostError } from '#engine/errors.js';
import { JournalTail } from '#engine/journal-tail.js';
import { systemClock } from '#engine/system-clock.js';
import { createDataSource } from '#persistence/data-source.js';
import { FailoverInProgressError } from '#persistence/errors.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import type { ExecutionRecord, StepRecord } from '#persistence/records.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { InterventionRepository } from '#persistence/repositories/intervention-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { seedFailover, seedPlan, type Seed } from './fixtures.js';

const LONG = 60_000;

const observer = { entries: () => undefined, fault: () => undefined };

function asRow(step: StepRecord): object {
  return {
    step_id: step.stepId,
    status: step.status,
    attempts: step.attempts,
    started_at: step.startedAt,
    completed_at: step.completedAt,
    duration_ms: step.durationMs,
    output: step.output,
    error: step.error,
  };
}

/** A lease that is over as soon as it is taken: what a dead worker leaves behind. */
const EXPIRED = 0;

describe('journal and leases in PostgreSQL', () => {
  let database: TestDatabase;
  let source: DataSource;
  let journal: PostgresJournal;
  let leases: PostgresLeases;
  let executions: ExecutionRepository;
  let interventions: InterventionRepository;
  let seed: Seed;
  let execution: ExecutionRecord;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
  });
  afterAll(() => database.stop());

  beforeEach(async () => {
    source = await createDataSource({ url: database.url, poolSize: 5 }).initialize();
    journal = new PostgresJournal(poolOf(source));
    leases = new PostgresLeases(poolOf(source));
    executions = new ExecutionRepository(source);
    interventions = new InterventionRepository(source);
    seed = await seedPlan(source);
    execution = await seedFailover(source, seed);
  });
  afterEach(() => source.destroy());

  const id = (): string => execution.executionId;
  const firstStep = (): string => execution.runbook.steps[0]!.id;
  const started = (attempt = 1): EngineEntry => ({ type: 'step_started', stepId: firstStep(), attempt });
  /** Decided on all that is there. */
  const append = async (epoch: number, entries: readonly EngineEntry[]): Promise<readonly JournalRecord[]> => {
    const { lastSeq } = await executions.get(id());
    return (await journal.append(id(), epoch, lastSeq, entries))!;
  };
  const rowsOfSteps = (): Promise<readonly object[]> =>
    source.query<object[]>(
      `SELECT step_id, status, attempts, started_at, completed_at, duration_ms, output, error
       FROM execution_steps WHERE execution_id = $1 ORDER BY position`,
      [id()],
    );
  const waiting = async (): Promise<number> => {
    const [row] = await source.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = $1',
      ['Lock'],
    );
    return row!.count;
  };
  const acquire = async (ttlMs = LONG): Promise<number> => (await leases.acquire(id(), 'worker', ttlMs))!.epoch;

  it('a failover begins with its request in the journal', async () => {
    const records = await journal.entriesAfter(id(), 0);
    expect(records.map(({ seq, epoch, entry }) => [seq, epoch, entry.type])).toEqual([
      [1, null, 'execution_requested'],
    ]);
    expect(execution).toMatchObject({ status: 'pending', progress: 0, lastSeq: 1, initiatedBy: 'admin_1' });
  });

  it('an append makes entries, status and steps durable together, and the rows agree with the journal', async () => {
    const epoch = await acquire();
    await append(epoch, [{ type: 'execution_started' }, started()]);
    const output = { lsn: '0/1' };
    await append(epoch, [{ type: 'step_succeeded', stepId: firstStep(), output, durationMs: 1.5, foundDone: false }]);
    const [step] = await executions.steps(id());
    expect(step).toMatchObject({ status: 'succeeded', attempts: 1, durationMs: 1.5, output, error: null });
    const read = await executions.get(id());
    const state = foldJournal(id(), execution.runbook, await journal.entriesAfter(id(), 0));
    expect(read).toMatchObject({ status: 'running', lastSeq: 4 });
    expect(state).toMatchObject({ status: 'running', lastSeq: 4 });
    expect(read.progress).toBe(Math.floor(100 / execution.runbook.steps.length));
  });

  it('steps are shown as they stand; their rows are written when the execution comes to rest', async () => {
    const epoch = await acquire();
    const [first, second] = execution.runbook.steps.map((step) => step.id);
    const output = { lsn: '0/1' };
    await append(epoch, [{ type: 'execution_started' }, started()]);
    await append(epoch, [
      { type: 'step_succeeded', stepId: first!, output, durationMs: 1.5, foundDone: false },
      { type: 'step_started', stepId: second!, attempt: 1 },
    ]);
    expect((await executions.steps(id())).map(({ status }) => status).slice(0, 3)).toEqual([
      'succeeded',
      'running',
      'pending',
    ]);
    // Of what a holder knows only that counts which the append was decided on.
    const known = [...(await journal.entriesAfter(id(), 0))];
    const late: EngineEntry = {
      type: 'step_failed',
      stepId: second!,
      error: { code: 'late', message: '', details: {} },
      durationMs: 1,
    };
    known.push({ seq: 6, epoch, at: new Date(), entry: late });
    const pausing: readonly EngineEntry[] = [
      { type: 'step_waiting', stepId: second!, task: 'look' },
      { type: 'execution_paused', reason: 'approval', stepIds: [second!] },
    ];
    await journal.append(id(), epoch, 5, pausing, { journal: known, weights: undefined });
    expect(await rowsOfSteps()).toEqual(await executions.steps(id()).then((steps) => steps.map(asRow)));
    await append(epoch, [
      { type: 'execution_resumed' },
      { type: 'step_started', stepId: second!, attempt: 2 },
      { type: 'step_succeeded', stepId: second!, output, durationMs: 2, foundDone: true },
      { type: 'execution_ended', status: 'completed', error: null, outcome: null },
    ]);
    expect(await rowsOfSteps()).toEqual(await executions.steps(id()).then((steps) => steps.map(asRow)));
  });

  it('the work that is over is counted alike, whether its holder knows the weights or the store looks them up', async () => {
    const [first, second, third] = execution.runbook.steps.map((step) => step.id);
    await source.query('UPDATE execution_steps SET weight = 10 + position WHERE execution_id = $1', [id()]);
    const { epoch, weights } = (await leases.acquire(id(), 'worker', LONG))!;
    expect(weights).toMatchObject({ [first!]: 10, [second!]: 11, [third!]: 12 });
    await append(epoch, [{ type: 'execution_started' }]);
    const run = (stepId: string): readonly EngineEntry[] => [
      { type: 'step_started', stepId, attempt: 1 },
      { type: 'step_succeeded', stepId, output: {}, durationMs: 1, foundDone: false },
    ];
    const workOver = async (): Promise<string> => {
      const rows = await source.query<[{ work: string }]>(
        'SELECT work_over AS work FROM executions WHERE execution_id = $1',
        [id()],
      );
      return rows[0].work;
    };
    await journal.append(id(), epoch, 2, [...run(first!), ...run(second!)], { journal: [], weights });
    expect(await workOver()).toBe('21');
    await journal.append(id(), epoch, 6, run(third!));
    expect(await workOver()).toBe('33');
    // Decided on less than there is, or by somebody else: neither is written.
    expect(await journal.append(id(), epoch, 6, run(third!), { journal: [], weights })).toBeNull();
    await expect(journal.append(id(), epoch - 1, 8, run(third!), { journal: [], weights })).rejects.toThrow(
      LeaseLostError,
    );
    expect(await workOver()).toBe('33');
  });

  it('a lease comes with the journal, and says when it has missed what came while it was waited for', async () => {
    expect((await leases.acquire(id(), 'worker', EXPIRED))!.journal).toEqual(await journal.entriesAfter(id(), 0));
    const lock = await poolOf(source).connect();
    try {
      await lock.query('BEGIN');
      await lock.query('UPDATE executions SET last_seq = 2, request_seq = 2 WHERE execution_id = $1', [id()]);
      await lock.query('INSERT INTO execution_journal (execution_id, seq, entry) VALUES ($1, 2, $2)', [
        id(),
        JSON.stringify({ type: 'cancel_requested', by: 'admin_1', comment: '' }),
      ]);
      const acquired = leases.acquire(id(), 'worker', LONG);
      await waitUntil(async () => (await waiting()) > 0, { what: 'somebody waits for the lock' });
      await lock.query('COMMIT');
      const lease = (await acquired)!;
      expect(lease.lastSeq).toBe(2);
      const tail = new JournalTail({ journal, clock: systemClock, observer }, lease, new AbortController().signal);
      await tail.open();
      expect(tail.state).toMatchObject({ lastSeq: 2, cancelRequested: true });
    } finally {
      lock.release();
    }
  });

  it('a holder whose lease was taken over can not write, and nothing of what it tried is there', async () => {
    const old = await acquire(EXPIRED);
    const young = await acquire();
    expect(young).toBeGreaterThan(old);
    await expect(append(old, [{ type: 'execution_started' }, started()])).rejects.toThrow(LeaseLostError);
    expect(await executions.get(id())).toMatchObject({ status: 'pending', lastSeq: 1 });
    expect(await leases.renew(id(), old, LONG)).toBeNull();
  });

  it('what was decided without knowing of a request is not written', async () => {
    const epoch = await acquire();
    await interventions.request(id(), { type: 'cancel_requested', by: 'admin_1', comment: '' });
    const decided: readonly EngineEntry[] = [{ type: 'execution_started' }, started()];
    expect(await journal.append(id(), epoch, 1, decided)).toBeNull();
    expect(await executions.get(id())).toMatchObject({ status: 'pending', lastSeq: 2 });
    expect(await journal.append(id(), epoch, 2, decided)).toHaveLength(2);
  });

  it('a lease that is held is not given out; released, it is', async () => {
    const epoch = await acquire();
    expect(await leases.acquire(id(), 'other', LONG)).toBeNull();
    expect(await leases.claimDue(['failover'], 1000, 0)).not.toContainEqual(
      expect.objectContaining({ executionId: id() }),
    );
    await leases.release(id(), epoch, 1);
    expect((await leases.acquire(id(), 'other', LONG))!.epoch).toBeGreaterThan(epoch);
  });

  it('of many that ask at once one gets the lease', async () => {
    const asked = await Promise.all(Array.from({ length: 20 }, (_, i) => leases.acquire(id(), `worker ${i}`, LONG)));
    expect(asked.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('a paused execution is due only when somebody has asked for something since', async () => {
    const epoch = await acquire();
    const { seq } = (
      await append(epoch, [
        { type: 'execution_started' },
        started(),
        { type: 'step_waiting', stepId: firstStep(), task: 'look' },
        { type: 'execution_paused', reason: 'approval', stepIds: [firstStep()] },
      ])
    ).at(-1)!;
    await leases.release(id(), epoch, seq);
    expect(await leases.acquire(id(), 'worker', LONG)).toBeNull();
    await interventions.request(id(), { type: 'step_confirmed', stepId: firstStep(), by: 'admin_1', comment: 'seen' });
    expect(await leases.claimDue(['failover'], 1000, 0)).toContainEqual(
      expect.objectContaining({ executionId: id(), epoch }),
    );
    expect(await leases.acquire(id(), 'worker', LONG)).not.toBeNull();
    expect((await executions.steps(id()))[0]).toMatchObject({
      status: 'succeeded',
      output: { confirmed_by: 'admin_1', comment: 'seen' },
    });
  });

  it('a plan has one failover at a time, whoever asks and however often', async () => {
    await expect(seedFailover(source, seed)).rejects.toThrow(FailoverInProgressError);
    const other = await seedPlan(source);
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => seedFailover(source, other)));
    expect(asked.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const epoch = await acquire();
    await append(epoch, [
      { type: 'execution_started' },
      { type: 'execution_ended', status: 'failed', error: null, outcome: null },
    ]);
    await expect(seedFailover(source, seed)).resolves.toMatchObject({ status: 'pending' });
  });

  it.each(['it looks up the weights', 'its holder knows them'])(
    'moving the authority changes the plan in the same write, and only then: %s',
    async (whose) => {
      const { epoch, weights } = (await leases.acquire(id(), 'worker', LONG))!;
      const known = whose === 'its holder knows them' ? { journal: [], weights } : undefined;
      const ended: EngineEntry = {
        type: 'step_succeeded',
        stepId: firstStep(),
        output: {},
        durationMs: 1,
        foundDone: false,
      };
      const moved: EngineEntry = { type: 'authority_moved', to: 'secondary' };
      const authority = () => new PlanRepository(source).authority(seed.plan.planId);
      await journal.append(id(), epoch, 1, [{ type: 'execution_started' }, started()], known);

      expect(await journal.append(id(), epoch, 2, [ended, moved], known)).toBeNull();
      await expect(journal.append(id(), epoch - 1, 3, [ended, moved], known)).rejects.toThrow(LeaseLostError);
      expect(await authority()).toMatchObject({ activeSite: 'primary' });

      expect(await journal.append(id(), epoch, 3, [ended, moved], known)).toHaveLength(2);
      expect(await authority()).toMatchObject({ activeSite: 'secondary', epoch });
    },
  );

  it('what a step or an execution can not do now is refused, and leaves no trace', async () => {
    const by = 'admin_1';
    const confirm = { type: 'step_confirmed', stepId: firstStep(), by, comment: '' } as const;
    await expect(interventions.request(id(), confirm)).rejects.toThrow(StateConflictError);
    const epoch = await acquire();
    await append(epoch, [
      { type: 'execution_started' },
      { type: 'execution_ended', status: 'completed', error: null, outcome: null },
    ]);
    await expect(interventions.request(id(), { type: 'cancel_requested', by, comment: '' })).rejects.toThrow(
      StateConflictError,
    );
    expect((await executions.get(id())).lastSeq).toBe(3);
  });

  it('a cancel is refused once the point of no return may have been crossed', async () => {
    const runbook = {
      ...execution.runbook,
      steps: execution.runbook.steps.map((step, index) => ({ ...step, pointOfNoReturn: index === 0 })),
    };
    await source.query('UPDATE executions SET runbook = $2 WHERE execution_id = $1', [id(), JSON.stringify(runbook)]);
    const epoch = await acquire();
    await append(epoch, [{ type: 'execution_started' }, started()]);
    await expect(interventions.request(id(), { type: 'cancel_requested', by: 'admin_1', comment: '' })).rejects.toThrow(
      PastPointOfNoReturnError,
    );
  });
});
