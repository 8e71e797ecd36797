import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { EngineEntry } from '#domain/execution/journal-entry.js';
import type { JsonObject } from '#domain/json.js';
import { recipientsOf, type Occasion } from '#domain/notification/preferences.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';
import { LeaseLostError } from '#engine/errors.js';
import { createDataSource } from '#persistence/data-source.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import { newPublicId } from '#persistence/public-id.js';
import { insertExecution } from '#persistence/repositories/insert-execution.js';
import { NotificationOutboxRepository } from '#persistence/repositories/notification-outbox-repository.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { runbookOf, seedFailover, seedPlan, type Seed } from './fixtures.js';

const LONG = 60_000;
const PREFIX = { failover: 'failover', procedure: 'exec', test: 'test' } as const;

describe('the outbox of notifications', () => {
  let database: TestDatabase;
  let source: DataSource;
  let journal: PostgresJournal;
  let outbox: NotificationOutboxRepository;
  let seed: Seed;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
  });
  afterAll(() => database.stop());
  beforeEach(async () => {
    source = await createDataSource({ url: database.url, poolSize: 5 }).initialize();
    journal = new PostgresJournal(poolOf(source));
    outbox = new NotificationOutboxRepository(source);
    await source.query('TRUNCATE notification_outbox CASCADE');
    seed = await seedPlan(source);
  });
  afterEach(() => source.destroy());

  async function insert(kind: ExecutionKind, request: JsonObject = {}): Promise<string> {
    const executionId = newPublicId(PREFIX[kind]);
    const runbook = { ...runbookOf(seed.plan), kind };
    await source.transaction((manager) =>
      insertExecution(manager, {
        executionId,
        plan: seed.plan,
        runbook,
        request,
        priority: 'high',
        initiatedBy: seed.admin,
      }),
    );
    return executionId;
  }

  async function run(executionId: string, ...appends: readonly (readonly EngineEntry[])[]): Promise<void> {
    const lease = (await new PostgresLeases(poolOf(source)).acquire(executionId, 'worker', LONG))!;
    let seq = lease.lastSeq;
    for (const entries of appends) {
      await journal.append(executionId, lease.epoch, seq, entries);
      seq += entries.length;
    }
  }

  const started: EngineEntry = { type: 'execution_started' };
  const ended = (
    status: 'completed' | 'failed' | 'cancelled' | 'rolled_back',
    outcome: JsonObject = {},
  ): EngineEntry => ({
    type: 'execution_ended',
    status,
    error: status === 'failed' ? { code: 'step_failed', message: 'it broke', details: {} } : null,
    outcome,
  });

  async function events(executionId: string): Promise<readonly { event_type: string; payload: JsonObject }[]> {
    return source.query('SELECT event_type, payload FROM notification_outbox WHERE execution_id = $1 ORDER BY id', [
      executionId,
    ]);
  }
  const types = async (executionId: string) => (await events(executionId)).map((event) => event.event_type);

  it('an execution that only waits for a worker is no news', async () => {
    expect(await types(await insert('failover'))).toEqual([]);
  });

  it.each(['failover', 'procedure', 'test'] as const)('a %s tells its start and its end, and no step', async (kind) => {
    const id = await insert(kind);
    const step = runbookOf(seed.plan).steps[0]!.id;
    await run(
      id,
      [started],
      [{ type: 'step_started', stepId: step, attempt: 1 }],
      [{ type: 'step_succeeded', stepId: step, output: {}, durationMs: 1, foundDone: false }],
      [ended('completed', { measurements: { rto_ms: 412, rpo_ms: null }, overall_result: 'passed' })],
    );
    expect(await types(id)).toEqual([`${kind}.started`, `${kind}.completed`]);
    expect((await events(id))[1]!.payload).toMatchObject({ rto_ms: 412, rpo_ms: null, overall_result: 'passed' });
  });

  it('start and end in one append are two events', async () => {
    const id = await insert('failover');
    await run(id, [started, ended('failed')]);
    expect(await types(id)).toEqual(['failover.started', 'failover.failed']);
    expect((await events(id))[1]!.payload).toMatchObject({ error: { code: 'step_failed', message: 'it broke' } });
  });

  it('what is cancelled before it began was never started', async () => {
    const id = await insert('procedure');
    await run(id, [ended('cancelled')]);
    expect(await types(id)).toEqual(['procedure.cancelled']);
  });

  it('a pause names the steps that wait; going on is no news, another reason to wait is', async () => {
    const id = await insert('failover');
    const [first, second] = runbookOf(seed.plan).steps;
    await run(
      id,
      [started, { type: 'step_started', stepId: first!.id, attempt: 1 }],
      [
        { type: 'step_waiting', stepId: first!.id, task: 'look' },
        { type: 'execution_paused', reason: 'approval', stepIds: [first!.id] },
      ],
      [
        { type: 'execution_resumed' },
        { type: 'step_failed', stepId: second!.id, error: { code: 'x', message: 'x', details: {} }, durationMs: 1 },
        { type: 'execution_paused', reason: 'failed_step', stepIds: [second!.id] },
      ],
      [{ type: 'execution_resumed' }],
      [{ type: 'rollback_started', cause: 'cancel' }],
      [ended('rolled_back')],
    );
    expect(await types(id)).toEqual(['failover.started', 'failover.paused', 'failover.paused', 'failover.rolled_back']);
    expect((await events(id))[1]!.payload['steps']).toEqual([
      { step_id: first!.id, name: first!.name, status: 'waiting' },
    ]);
    expect((await events(id))[2]!.payload).toMatchObject({
      pause_reason: 'failed_step',
      steps: [
        { step_id: first!.id, status: 'waiting' },
        { step_id: second!.id, name: second!.name, status: 'failed' },
      ],
    });
  });

  it('what is not committed is not told', async () => {
    const id = await insert('failover');
    await run(id, [started]);
    await expect(journal.append(id, 0, 2, [ended('completed')])).rejects.toThrow(LeaseLostError);
    const undone = source.transaction(async (manager) => {
      await manager.query(`UPDATE executions SET status = 'failed' WHERE execution_id = $1`, [id]);
      throw new Error('taken back');
    });
    await expect(undone).rejects.toThrow('taken back');
    expect(await types(id)).toEqual(['failover.started']);
  });

  it('preferences come from the plan, the failover and the test', async () => {
    const wishes = { on_start: false, recipients: ['t@x.example'] };
    await run(await insert('test', { notifications: wishes }), [started]);
    await run((await seedFailover(source, seed)).executionId, [started]);
    await source.query(`UPDATE failovers SET failover_options = '{"notify_stakeholders": false}'`);
    const occasions: Occasion[] = [];
    await outbox.expand(10, (occasion) => {
      occasions.push(occasion);
      return [];
    });
    const plan = expect.objectContaining({ on_test: true });
    const testingSchedule = ['admin@delivery.com', 'ops@delivery.com'];
    expect(occasions).toEqual([
      {
        kind: 'test',
        moment: 'started',
        overallResult: null,
        plan,
        testingSchedule,
        test: wishes,
        notifyStakeholders: true,
      },
      {
        kind: 'failover',
        moment: 'started',
        overallResult: null,
        plan,
        testingSchedule,
        test: null,
        notifyStakeholders: false,
      },
    ]);
  });

  it('of many that expand at once each event is expanded once, and each delivery is claimed once', async () => {
    for (let i = 0; i < 20; i++) await run(await insert('procedure'), [started, ended('completed')]);
    const addressees = (occasion: Occasion) =>
      recipientsOf(occasion).map((recipient) => ({ channel: 'email', recipient }));
    const counts = await Promise.all(Array.from({ length: 15 }, () => outbox.expand(7, addressees)));
    expect(counts.reduce((a, b) => a + b)).toBe(40);
    const claims = await Promise.all(Array.from({ length: 15 }, () => outbox.claim(11, LONG)));
    const ids = claims.flat().map((claim) => claim.id);
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
  });

  it('a claim that ran out is given to another; the late answer of the first counts only when it was delivered', async () => {
    await run(await insert('procedure'), [started]);
    await outbox.expand(10, () => [{ channel: 'email', recipient: 'a@x.example' }]);
    const [lost] = await outbox.claim(1, 0);
    const [again] = await outbox.claim(1, LONG);
    expect(again).toMatchObject({ id: lost!.id, attempt: 2 });
    await outbox.giveUp(lost!, 'dead', 'too late');
    await outbox.tryAgain(lost!, 'too late', 0);
    expect(await outbox.claim(1, LONG)).toEqual([]);
    expect(await statuses()).toEqual([{ status: 'pending', last_error: null }]);
    await outbox.delivered(lost!);
    await outbox.giveUp(again!, 'dead', 'refused as a repetition');
    expect(await statuses()).toEqual([{ status: 'delivered', last_error: null }]);
  });

  function statuses(): Promise<readonly object[]> {
    return source.query('SELECT status, last_error FROM notification_deliveries');
  }
});
