import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { EngineEntry } from '#domain/execution/journal-entry.js';
import { createDataSource } from '#persistence/data-source.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import { Relay } from '../../lab/link/relay.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { seedFailover, seedPlan } from './fixtures.js';

const LONG = 600_000;
/** A lease that is over as soon as it is taken: its holder is cut off for longer than it lives. */
const EXPIRED = 0;
const ANSWER_MS = 300;

const started: readonly EngineEntry[] = [{ type: 'execution_started' }];

describe('a connection on which nothing comes and goes any more', () => {
  let database: TestDatabase;
  let relay: Relay;
  /** Reaches the database through the relay. */
  let cutOff: DataSource;
  let direct: DataSource;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
  });
  afterAll(() => database.stop());

  beforeEach(async () => {
    relay = await Relay.listen({ targetPort: Number(new URL(database.url).port) });
    const url = new URL(database.url);
    url.port = String(relay.port);
    cutOff = await createDataSource({ url: url.href, poolSize: 2 }).initialize();
    direct = await createDataSource({ url: database.url, poolSize: 3 }).initialize();
  });
  afterEach(async () => {
    relay.restore();
    await Promise.all([cutOff.destroy(), direct.destroy()]);
    await relay.close();
  });

  it('does not keep an append for ever, and what arrives late is refused when another holds the lease', async () => {
    const { executionId: id } = await seedFailover(direct, await seedPlan(direct));
    const old = (await new PostgresLeases(poolOf(cutOff)).acquire(id, 'old', EXPIRED))!;
    const journal = new PostgresJournal(poolOf(cutOff), ANSWER_MS);
    relay.cut();
    await expect(journal.append(id, old.epoch, 1, started)).rejects.toThrow();
    // Nobody waits on that connection any more, and nobody gets it again.
    expect(poolOf(cutOff).totalCount).toBe(0);

    const young = (await new PostgresLeases(poolOf(direct)).acquire(id, 'young', LONG))!;
    // What was held back reaches PostgreSQL now.
    relay.restore();
    await waitUntil(() => Promise.resolve(relay.connections === 0), { what: 'the old connection is at its end' });
    const history = new PostgresJournal(poolOf(direct));
    expect(await history.entriesAfter(id, 1)).toEqual([]);
    expect(await history.append(id, young.epoch, 1, started)).toHaveLength(1);
  });

  it('an append of which nobody knows whether it was written is found by reading, and not written twice', async () => {
    const { executionId: id } = await seedFailover(direct, await seedPlan(direct));
    const { epoch } = (await new PostgresLeases(poolOf(direct)).acquire(id, 'worker', LONG))!;
    const journal = new PostgresJournal(poolOf(cutOff));
    await journal.entriesAfter(id, 0);
    relay.cut();
    await expect(new PostgresJournal(poolOf(cutOff), ANSWER_MS).append(id, epoch, 1, started)).rejects.toThrow();
    relay.restore();
    await waitUntil(() => Promise.resolve(relay.connections === 0), { what: 'the old connection is at its end' });
    // Whoever goes on with the lease, as the driver of the next run does, decides on what is there.
    const read = await journal.entriesAfter(id, 0);
    const again = await journal.append(id, epoch, 1, started);
    expect(again === null).toBe(read.length === 2);
    expect((await journal.entriesAfter(id, 0)).map(({ entry }) => entry.type)).toEqual([
      'execution_requested',
      'execution_started',
    ]);
  });
});
