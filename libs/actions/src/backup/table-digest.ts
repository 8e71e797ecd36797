import pg from 'pg';
import type { Sql } from './restored-session.js';

/** How many rows a table has, and a sum over all of them that does not depend on their order. */
export interface TableDigest {
  readonly rows: number;
  /** A whole number, as text. */
  readonly checksum: string;
}

/**
 * What the text of a row depends on beside the row. Whoever makes the numbers to compare with has to set the same
 * (docs/drills.md has the statement for psql).
 */
const SETTINGS = `
  SELECT set_config('datestyle', 'ISO, YMD', false), set_config('intervalstyle', 'iso_8601', false),
         set_config('timezone', 'UTC', false), set_config('extra_float_digits', '1', false),
         set_config('bytea_output', 'hex', false), set_config('search_path', 'pg_catalog', false),
         set_config('xmloption', 'content', false), set_config('statement_timeout', '0', false),
         set_config('lock_timeout', '0', false), set_config('row_security', 'off', false)`;

/** Reads the whole table: pages whose checksum is wrong are an error of the server then. */
export async function digestOf(sql: Sql, table: string): Promise<TableDigest> {
  await sql(SETTINGS);
  const name = table.split('.').map(pg.escapeIdentifier).join('.');
  const [row] = await sql<TableDigest & { readonly rows: number }>(
    `SELECT count(*)::float8 AS rows,
            coalesce(sum(('x' || substr(md5(t::text), 1, 16))::bit(64)::bigint::numeric), 0)::text AS checksum
       FROM ${name} AS t`,
  );
  return row!;
}
