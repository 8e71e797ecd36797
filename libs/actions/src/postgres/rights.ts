import pg from 'pg';
import type { PostgresSession } from './session.js';

/** Something that fencing, promoting or measuring needs and the role may not do. */
export interface MissingRight {
  readonly right: string;
  /** The statement that gives it. */
  readonly grant: string;
}

interface Rights {
  readonly role: string;
  readonly version: number;
  readonly promote: boolean;
  readonly reload: boolean;
  readonly signal: boolean;
  readonly stats: boolean;
  readonly canary: boolean;
}

const RIGHTS = `
  SELECT current_user AS role, current_setting('server_version_num')::int AS version,
         has_function_privilege('pg_promote(boolean, integer)', 'EXECUTE') AS promote,
         has_function_privilege('pg_reload_conf()', 'EXECUTE') AS reload,
         pg_has_role('pg_signal_backend', 'USAGE') AS signal,
         pg_has_role('pg_read_all_stats', 'USAGE') AS stats,
         CASE WHEN to_regclass('public.dr_canary') IS NULL THEN has_schema_privilege('public', 'CREATE')
              ELSE has_table_privilege(to_regclass('public.dr_canary'), 'SELECT')
               AND has_table_privilege(to_regclass('public.dr_canary'), 'INSERT')
               AND has_table_privilege(to_regclass('public.dr_canary'), 'UPDATE') END AS canary`;

/** Privileges on single parameters are there from 15 on; before that only a superuser may ALTER SYSTEM. */
const PARAMETER_PRIVILEGES_SINCE = 150_000;
/** From then on a fence remembers its epoch in a parameter of ours (fence-state.ts). */
const EPOCH_SINCE = 170_000;

/** Looks what the role may not do that a failover needs of it; asks only, and tries nothing. */
export async function missingRights(session: PostgresSession): Promise<readonly MissingRight[]> {
  const { rows } = await session.query<Rights & Record<string, unknown>>(RIGHTS);
  const rights = rows[0]!;
  const role = pg.escapeIdentifier(rights.role);
  const needed: readonly (MissingRight & { readonly there: boolean })[] = [
    {
      right: 'pg_promote',
      there: rights.promote,
      grant: `GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer) TO ${role}`,
    },
    {
      right: 'pg_reload_conf',
      there: rights.reload,
      grant: `GRANT EXECUTE ON FUNCTION pg_reload_conf() TO ${role}`,
    },
    { right: 'pg_signal_backend', there: rights.signal, grant: `GRANT pg_signal_backend TO ${role}` },
    { right: 'pg_read_all_stats', there: rights.stats, grant: `GRANT pg_read_all_stats TO ${role}` },
    {
      right: 'public.dr_canary',
      there: rights.canary,
      grant: `GRANT CREATE ON SCHEMA public TO ${role}; or, where the table is there, GRANT SELECT, INSERT, UPDATE ON public.dr_canary TO ${role}`,
    },
    ...(await parameterRights(session, rights.version, role)),
  ];
  return needed.filter(({ there }) => !there).map(({ right, grant }) => ({ right, grant }));
}

async function parameterRights(
  session: PostgresSession,
  version: number,
  role: string,
): Promise<readonly (MissingRight & { readonly there: boolean })[]> {
  if (version < PARAMETER_PRIVILEGES_SINCE) {
    const { rows } = await session.query<{ super: boolean }>(
      `SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user`,
    );
    return [{ right: 'ALTER SYSTEM', there: rows[0]?.super ?? false, grant: `ALTER ROLE ${role} SUPERUSER` }];
  }
  const parameters = ['default_transaction_read_only', ...(version < EPOCH_SINCE ? [] : ['dr.fence_epoch'])];
  const { rows } = await session.query<{ name: string; there: boolean }>(
    `SELECT name, has_parameter_privilege(name, 'ALTER SYSTEM') AS there FROM unnest($1::text[]) AS name`,
    [parameters],
  );
  return rows.map(({ name, there }) => ({
    right: `ALTER SYSTEM SET ${name}`,
    there,
    grant: `GRANT ALTER SYSTEM ON PARAMETER ${name} TO ${role}`,
  }));
}
