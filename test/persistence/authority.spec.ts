import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { foldJournal } from '#domain/execution/execution-state.js';
import { createDataSource } from '#persistence/data-source.js';
import { IngestConflictError } from '#persistence/errors.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import { newPublicId } from '#persistence/public-id.js';
import { AuthorityRepository } from '#persistence/repositories/authority-repository.js';
import { IngestRepository, type EndedExecution } from '#persistence/repositories/ingest-repository.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { runbookOf, seedFailover, seedPlan, type Seed } from './fixtures.js';

const EPOCH = 1_000_001;
const MINUTE_MS = 60_000;

describe('the authority of a plan', () => {
  let database: TestDatabase;
  let source: DataSource;
  let seed: Seed;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
  });
  afterAll(() => database.stop());
  beforeEach(async () => {
    source = await createDataSource({ url: database.url, poolSize: 3 }).initialize();
    seed = await seedPlan(source);
  });
  afterEach(() => source.destroy());

  const authority = () => new AuthorityRepository(source).of(seed.plan.planId);
  const ingest = (execution: EndedExecution) => new IngestRepository(source).ingest(execution, seed.admin);

  /** A failover by the service itself, which moves the authority; still under way. */
  async function failover(): Promise<string> {
    const { executionId } = await seedFailover(source, seed);
    const lease = (await new PostgresLeases(poolOf(source)).acquire(executionId, 'worker', MINUTE_MS))!;
    const entries = [{ type: 'execution_started' }, { type: 'authority_moved', to: 'secondary' }] as const;
    await new PostgresJournal(poolOf(source)).append(executionId, lease.epoch, 1, entries);
    return executionId;
  }

  /** A run without the service that moved the authority so many milliseconds from now. */
  function runAt(ms: number, rest: Partial<EndedExecution> = {}): EndedExecution {
    const executionId = newPublicId('failover');
    const runbook = runbookOf(seed.plan);
    const entries: readonly JournalEntry[] = [
      { type: 'execution_requested', by: 'ann', data: {} },
      { type: 'execution_started' },
      { type: 'authority_moved', to: 'secondary' },
      { type: 'execution_ended', status: 'completed_with_exceptions', error: null, outcome: null },
    ];
    const records = entries.map((entry, index): JournalRecord => {
      return { seq: index + 1, epoch: index === 0 ? null : EPOCH, at: new Date(Date.now() + ms + index), entry };
    });
    return {
      executionId,
      bundleId: 'bundle_1',
      bundleEpoch: 0,
      executedBy: 'drctl',
      requestedBy: 'ann',
      runbook,
      request: {},
      reason: 'a test',
      priority: 'high',
      components: [],
      procedureId: null,
      records,
      state: foldJournal(executionId, runbook, records),
      outcome: null,
      epoch: EPOCH,
      digest: executionId,
      ...rest,
    };
  }

  it('names the failover that moved it, and the one that is being driven', async () => {
    expect(await authority()).toMatchObject({ activeSite: 'primary', epoch: 0, changedBy: null, underExecution: null });
    const id = await failover();
    expect(await authority()).toMatchObject({ activeSite: 'secondary', epoch: 1, changedBy: id, underExecution: id });
    const { document } = seed.plan;
    expect((await authority()).siteName).toBe(document.failover_configuration.secondary_site.name);
  });

  it('moves with a run that is taken in, above whose epochs the plan stands from then on', async () => {
    const run = runAt(MINUTE_MS);
    expect(await ingest(run)).toMatchObject({
      authorityMoved: true,
      serviceEpochMoved: false,
      unfinishedFailover: null,
    });
    expect(await authority()).toMatchObject({ activeSite: 'secondary', epoch: EPOCH + 1, changedBy: run.executionId });
    const again = await ingest(run);
    expect(again).toMatchObject({ authorityMoved: true });
    expect((await authority()).epoch).toBe(EPOCH + 1);
  });

  it('stays where the service has moved it after the run, and its unfinished failover is named', async () => {
    const id = await failover();
    const before = await authority();
    expect(await ingest(runAt(-MINUTE_MS))).toMatchObject({
      authorityMoved: false,
      serviceEpochMoved: true,
      unfinishedFailover: id,
    });
    expect(await authority()).toEqual({ ...before, epoch: EPOCH + 1 });
  });

  it('of two that are taken in at once under one id, one is there, and the other was never', async () => {
    const run = runAt(MINUTE_MS);
    const other = { ...run, digest: 'another' };
    const results = await Promise.allSettled([ingest(run), ingest(other), ingest(run), ingest(other)]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => reason as unknown)).toEqual([
      expect.any(IngestConflictError),
      expect.any(IngestConflictError),
    ]);
    const rows = await source.query<unknown[]>('SELECT 1 FROM execution_journal WHERE execution_id = $1', [
      run.executionId,
    ]);
    expect(rows).toHaveLength(run.records.length);
  });

  it('a run that can not be written as a whole leaves nothing', async () => {
    const run = runAt(MINUTE_MS);
    const broken = { ...run, records: [...run.records, run.records[0]!] };
    await expect(ingest(broken)).rejects.toThrow();
    const rows = await source.query<unknown[]>('SELECT 1 FROM executions WHERE execution_id = $1', [run.executionId]);
    expect(rows).toEqual([]);
    expect(await authority()).toMatchObject({ activeSite: 'primary', epoch: 0 });
  });
});
