import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { startDatabase, type TestDatabase } from '../../test/support/database.js';
import { Database } from './database.js';

let server: TestDatabase;
let observer: pg.Client;
let shop: Database;

beforeAll(async () => {
  server = await startDatabase();
  observer = new pg.Client({ connectionString: server.url });
  await observer.connect();
  await observer.query('CREATE TABLE orders (id bigint PRIMARY KEY, written_at timestamptz DEFAULT now())');
  shop = new Database(server.url);
});
afterAll(async () => {
  await shop.close();
  await observer.end();
  await server.stop();
});

async function sessions(): Promise<readonly number[]> {
  const { rows } = await observer.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'shop'`,
  );
  return rows.map(({ pid }) => pid);
}

it('keeps its session when a write is refused, and opens another when that one was ended', async () => {
  await observer.query(`ALTER ROLE CURRENT_USER SET default_transaction_read_only = on`);
  await expect(shop.write(1)).rejects.toMatchObject({ code: '25006' });
  const refused = await sessions();
  expect(refused).toHaveLength(1);
  await expect(shop.write(1)).rejects.toMatchObject({ code: '25006' });
  expect(await sessions()).toEqual(refused);

  await observer.query('ALTER ROLE CURRENT_USER RESET default_transaction_read_only');
  await observer.query('SELECT pg_terminate_backend($1, 5000)', [...refused]);
  await expect(shop.write(1).catch(() => shop.write(1))).resolves.toMatchObject({ id: 1 });
  expect(await sessions()).not.toEqual(refused);
});
