import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource } from '#persistence/data-source.js';
import { migrate } from '#persistence/migrate.js';
import { startDatabase, type TestDatabase } from '../support/database.js';

describe('migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startDatabase();
  });
  afterAll(() => database.stop());

  it('bring an empty database up, from two processes at once, and change nothing when run again', async () => {
    await Promise.all([migrate(database.url), migrate(database.url)]);
    await migrate(database.url);
    expect(await tables()).toEqual(
      expect.arrayContaining([
        'admin_users',
        'disaster_recovery_plans',
        'dr_test_results',
        'execution_journal',
        'execution_steps',
        'executions',
        'failover_configurations',
        'failovers',
        'recovery_procedures',
      ]),
    );
  });

  it('make exactly the schema that the entities describe', async () => {
    const source = await createDataSource({ url: database.url, poolSize: 1 }).initialize();
    try {
      const { upQueries } = await source.driver.createSchemaBuilder().log();
      expect(upQueries.map((query) => query.query)).toEqual([]);
    } finally {
      await source.destroy();
    }
  });

  it('can be taken back, and brought up again', async () => {
    const source = await createDataSource({ url: database.url, poolSize: 1 }).initialize();
    try {
      for (const _ of source.migrations) await source.undoLastMigration();
      expect(await tables()).toEqual(['schema_migrations']);
      await source.runMigrations();
      expect(await tables()).toContain('executions');
    } finally {
      await source.destroy();
    }
  });

  async function tables(): Promise<readonly string[]> {
    const source = await createDataSource({ url: database.url, poolSize: 1 }).initialize();
    try {
      const rows = await source.query<{ table_name: string }[]>(
        `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`,
      );
      return rows.map((row) => row.table_name);
    } finally {
      await source.destroy();
    }
  }
});
