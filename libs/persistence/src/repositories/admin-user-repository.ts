import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AdminUserRecord } from '../records.js';

/** Writes at most once a minute per person: every request carries a token. */
const ENSURE = /* sql */ `
  WITH known AS (
    SELECT id, subject, last_seen_at, roles FROM admin_users WHERE subject = $1
  ), written AS (
    INSERT INTO admin_users (subject, roles)
    SELECT $1, $2
    WHERE NOT EXISTS (
      SELECT FROM known WHERE last_seen_at > now() - interval '1 minute' AND (roles = $2 OR $2 = '{}')
    )
    ON CONFLICT (subject) DO UPDATE SET last_seen_at = now(), 
      roles = CASE WHEN excluded.roles = '{}' THEN admin_users.roles ELSE excluded.roles END
    RETURNING id, subject
  )
  SELECT id, subject FROM written UNION ALL SELECT id, subject FROM known LIMIT 1
`;

@Injectable()
export class AdminUserRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * The row of a subject, made when it is seen for the first time.
   * @param roles those of its token; empty for somebody who is only named, whose roles stay as they are known.
   */
  async ensure(subject: string, roles: readonly string[]): Promise<AdminUserRecord> {
    return ensureAdminUser(this.source.manager, subject, roles);
  }
}

/** The same in the caller's transaction. */
export async function ensureAdminUser(
  manager: EntityManager,
  subject: string,
  roles: readonly string[],
): Promise<AdminUserRecord> {
  const rows = await manager.query<AdminUserRecord[]>(ENSURE, [subject, [...roles]]);
  return rows[0]!;
}
