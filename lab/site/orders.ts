import pg from 'pg';

export const ORDERS_DATABASE = 'shop';

const CONNECT_TIMEOUT_MS = 20_000;
const QUERY_TIMEOUT_MS = 60_000;
const READ_ONLY_TRANSACTION = '25006';

/** Runs the work in a session of its own, so that a fence or a failover in between leaves nothing broken behind. */
export async function withSession<T>(url: string, work: (session: pg.Client) => Promise<T>): Promise<T> {
  const session = new pg.Client({
    connectionString: url,
    application_name: 'lab',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  session.on('error', () => undefined); // a session that is ended by the server fails its query, which is enough
  await session.connect();
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

export async function createOrders(url: string): Promise<void> {
  await withSession(url, (session) =>
    session.query(
      'CREATE TABLE orders (id bigint PRIMARY KEY, written_at timestamptz NOT NULL DEFAULT clock_timestamp())',
    ),
  );
}

/** Each order's id with when it was written, in epoch milliseconds by the clock of the database that took it. */
export async function readOrders(url: string): Promise<Map<number, number>> {
  const { rows } = await withSession(url, (session) =>
    session.query<{ id: string; ms: number }>(
      'SELECT id, extract(epoch FROM written_at)::float8 * 1000 AS ms FROM orders ORDER BY written_at',
    ),
  );
  return new Map(rows.map(({ id, ms }) => [Number(id), ms]));
}

export async function countOrders(url: string): Promise<number> {
  const { rows } = await withSession(url, (session) =>
    session.query<{ count: number }>('SELECT count(*)::int AS count FROM orders'),
  );
  return rows[0]?.count ?? 0;
}

/** Whether the database takes a write from an ordinary session: found out by writing, and taking it back. */
export async function takesWrites(url: string): Promise<boolean> {
  return withSession(url, async (session) => {
    try {
      await session.query('BEGIN; INSERT INTO orders (id) VALUES (-1); ROLLBACK');
      return true;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === READ_ONLY_TRANSACTION) return false;
      throw error;
    }
  });
}

/** Whether a standby streams from this primary. */
export async function hasStreamingStandby(url: string): Promise<boolean> {
  const { rowCount } = await withSession(url, (session) =>
    session.query(`SELECT FROM pg_stat_replication WHERE state = 'streaming'`),
  );
  return rowCount === 1;
}
