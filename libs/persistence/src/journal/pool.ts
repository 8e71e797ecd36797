import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';

/**
 * The connection pool below TypeORM. The journal speaks to it directly, because prepared statements by name, which
 * save PostgreSQL the planning of every write, are out of TypeORM's reach.
 */
export function poolOf(source: DataSource): Pool {
  return (source.driver as unknown as { readonly master: Pool }).master;
}
