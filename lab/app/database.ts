import pg from 'pg';

export interface WrittenOrder {
  readonly id: number;
  /** Epoch milliseconds by the database's clock, with fractions. */
  readonly writtenAtMs: number;
}

export interface DatabaseHealth {
  readonly role: 'primary' | 'standby';
  readonly writable: boolean;
}

export class DuplicateOrderError extends Error {}

const UNIQUE_VIOLATION = '23505';
/** read_only_sql_transaction: what a fenced site answers. */
const READ_ONLY = '25006';

/**
 * The app's database. A failover ends its sessions and lets it wait for servers that are gone, so every wait here is
 * short: an app that hangs at a dead database can not answer its health check either.
 */
export class Database {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({
      connectionString: url,
      application_name: 'shop',
      max: 8,
      connectionTimeoutMillis: 500,
      query_timeout: 800,
      statement_timeout: 700,
      idleTimeoutMillis: 30_000,
    });
    // The server may end a session at any time (a fence does); the pool opens another one when it needs it.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (session) => session.on('error', () => undefined));
  }

  /** Resolves when the order is committed. */
  async write(id: number): Promise<WrittenOrder> {
    try {
      const row = await this.insert(id);
      if (!row) throw new Error('the insert returned no row');
      return { id, writtenAtMs: row.ms };
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION) throw new DuplicateOrderError();
      throw error;
    }
  }

  /**
   * Keeps its session when the write is refused. `pool.query` throws it away after any error, so a fenced site would log
   * in anew for each order.
   */
  private async insert(id: number): Promise<{ ms: number } | undefined> {
    const session = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const { rows } = await session.query<{ ms: number }>(
        'INSERT INTO orders (id) VALUES ($1) RETURNING extract(epoch FROM written_at)::float8 * 1000 AS ms',
        [id],
      );
      return rows[0];
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === READ_ONLY)) broken = error as Error;
      throw error;
    } finally {
      session.release(broken);
    }
  }

  async health(): Promise<DatabaseHealth> {
    const { rows } = await this.pool.query<{ standby: boolean; read_only: string }>(
      `SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') AS read_only`,
    );
    const row = rows[0];
    if (!row) throw new Error('the database gave no answer');
    return { role: row.standby ? 'standby' : 'primary', writable: !row.standby && row.read_only === 'off' };
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
