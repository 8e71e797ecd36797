import { afterAll, beforeAll } from '@jest/globals';
import { journalContract } from '#engine/testing/journal-suite.js';
import { createDataSource } from '#persistence/data-source.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import { newPublicId } from '#persistence/public-id.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { InterventionRepository } from '#persistence/repositories/intervention-repository.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { seedPlan } from './fixtures.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await startDatabase();
  await migrate(database.url);
});
afterAll(() => database.stop());

journalContract('in PostgreSQL', async (book) => {
  const source = await createDataSource({ url: database.url, poolSize: 5 }).initialize();
  const { plan, admin } = await seedPlan(source);
  const runbook = { ...book, planId: plan.planId };
  const { executionId } = await new ExecutionRepository(source).createFailover({
    failoverId: newPublicId('failover'),
    failoverType: 'planned',
    reason: 'a test',
    components: [],
    failoverOptions: {},
    executionOptions: {},
    plan,
    runbook,
    priority: 'high',
    initiatedBy: admin,
  });
  return {
    executionId,
    runbook,
    connect: () => {
      const journal = new PostgresJournal(poolOf(source));
      const leases = new PostgresLeases(poolOf(source));
      return {
        append: (...asked) => journal.append(...asked),
        entriesAfter: (...asked) => journal.entriesAfter(...asked),
        acquire: (...asked) => leases.acquire(...asked),
        renew: (...asked) => leases.renew(...asked),
        release: (...asked) => leases.release(...asked),
      };
    },
    request: (entry) => new InterventionRepository(source).request(executionId, entry),
    history: () => new PostgresJournal(poolOf(source)).entriesAfter(executionId, 0),
    close: () => source.destroy(),
  };
});
