import type { DataSource } from 'typeorm';
import { poolOf } from './journal/pool.js';

export interface Statement {
  /** PostgreSQL keeps the plan of a named statement; of one that is null it makes one for these very values. */
  readonly name: string | null;
  readonly text: string;
  readonly values: readonly unknown[];
}

export type Ask = <R extends object>(statement: Statement) => Promise<R[]>;

/**
 * Short answers over a few ten thousand rows: compiling them or starting helpers takes longer than they do, and sorting
 * them on disk, which the default memory leads to, twice as long as hashing them.
 */
const BEGIN = `
  BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '16MB'
`;

/** Several statements as of one moment, on one connection. @throws pg's errors */
export async function readConsistently<T>(source: DataSource, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await poolOf(source).connect();
  // A connection that breaks says so to the statement under way; unheard, it would also end the process.
  const unheard = (): void => undefined;
  client.on('error', unheard);
  let broken: Error | undefined;
  try {
    await client.query(BEGIN);
    const result = await work(async ({ name, text, values }) => {
      const { rows } = await client.query({ ...(name === null ? {} : { name }), text, values: [...values] });
      return rows;
    });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => undefined,
      (cause: unknown) => cause as Error,
    );
    throw error;
  } finally {
    client.off('error', unheard);
    // Whoever can not even roll back does not go back into the pool.
    client.release(broken);
  }
}
