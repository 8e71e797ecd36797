import type { Pool, QueryResult, QueryResultRow } from 'pg';

/**
 * Asks PostgreSQL by prepared statements. A connection on which nothing is answered in time is given up: it may be half
 * open, and nobody knows then whether what was asked on it was done.
 */
export class Statements {
  /** @param answerMs milliseconds; undefined: an answer is waited for as long as the connection lives. */
  constructor(
    private readonly pool: Pool,
    private readonly answerMs?: number,
  ) {}

  /** @param name under which PostgreSQL keeps the plan; the same name always has the same text. */
  ask<R extends QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<QueryResult<R>> {
    const statement = { name, text, values: [...values], query_timeout: this.answerMs };
    return this.pool.query<R>(statement);
  }
}
