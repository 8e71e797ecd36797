import pg from 'pg';
import type { ActionContext } from '#engine/ports.js';
import { FenceUnconfirmedError, StaleEpochError, WrongRoleError } from './errors.js';
import type { PostgresSession } from './session.js';
import { READ_ONLY_BY_DEFAULT } from './setting.js';
import { ANY_WRITER } from './writers.js';

/** All that matters before a fence is touched, read at once: each further question is a round trip of downtime. */
export interface FenceState {
  readonly standby: boolean;
  /** As in `server_version_num`: 180004 is 18.4. */
  readonly version: number;
  readonly read_only: boolean;
  /** Someone may write, or does. */
  readonly writers: boolean;
  /** `plan:epoch` of the execution that fenced it last. */
  readonly fenced_by: string | null;
  /** Roles and databases for which default_transaction_read_only is set off. */
  readonly exceptions: string | null;
}

/**
 * The server itself remembers which epoch of which plan has fenced it, in a parameter of our own; so that a worker that
 * was frozen and wakes up can not undo what a newer one did, even if it has not yet noticed that its lease is lost. It
 * stays when the fence is gone: it is a high-water mark. PostgreSQL takes unknown parameters in ALTER SYSTEM from 17
 * on; before that this second guard is missing and the lease is the only one.
 */
const EPOCH_PARAMETER = 'dr.fence_epoch';
const EPOCH_SINCE = 170_000;

/** SQL for what a server remembers of its fences; null when it was never fenced. */
export const FENCED_BY = `current_setting('${EPOCH_PARAMETER}', true)`;

const FENCE_STATE = `
  SELECT pg_is_in_recovery() AS standby, current_setting('server_version_num')::int AS version,
         ${READ_ONLY_BY_DEFAULT} AS read_only, ${ANY_WRITER} AS writers,
         ${FENCED_BY} AS fenced_by,
         (SELECT string_agg(coalesce('role ' || r.rolname, 'database ' || d.datname, 'all roles'), ', ')
            FROM pg_db_role_setting s
            LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
           WHERE EXISTS (SELECT FROM unnest(s.setconfig) c
                          WHERE c ~* '^default_transaction_read_only=' AND c !~* '=(on|true|yes|1)$')) AS exceptions`;

/** @throws WrongRoleError when it is a standby: that takes no writes, and has no position of its own. */
export async function readFenceState(session: PostgresSession): Promise<FenceState> {
  const { rows } = await session.query<FenceState & Record<string, unknown>>(FENCE_STATE);
  const state = rows[0]!;
  if (state.standby) throw new WrongRoleError(session.server, 'primary', { found: 'standby' });
  return state;
}

/** Whether a fence that was put up still stands: what is read while nobody can write, so nothing else is. */
export async function readFence(session: PostgresSession): Promise<Pick<FenceState, 'read_only' | 'writers'>> {
  const { rows } = await session.query<Pick<FenceState, 'read_only' | 'writers'> & Record<string, unknown>>(
    `SELECT ${READ_ONLY_BY_DEFAULT} AS read_only, ${ANY_WRITER} AS writers`,
  );
  return rows[0]!;
}

/** @throws StaleEpochError when a newer execution of the same plan has fenced the server. */
export function refuseStale(
  server: string,
  { fenced_by: fencedBy }: Pick<FenceState, 'fenced_by'>,
  context: Pick<ActionContext, 'planId' | 'epoch'>,
): void {
  const value = fencedBy ?? '';
  const separator = value.lastIndexOf(':');
  if (value.slice(0, separator) !== context.planId) return;
  const newest = Number(value.slice(separator + 1));
  if (newest > context.epoch) throw new StaleEpochError(`the fence of ${server}`, context.epoch, newest);
}

/** A role or database with a default of its own would go on writing behind the fence. @throws FenceUnconfirmedError */
export function refuseExceptions(server: string, { exceptions }: FenceState): void {
  if (exceptions === null) return;
  throw new FenceUnconfirmedError(server, `default_transaction_read_only is set off for ${exceptions}`);
}

/** Takes effect with the next reload. */
export async function rememberEpoch(
  session: PostgresSession,
  state: FenceState,
  context: Pick<ActionContext, 'planId' | 'epoch'>,
): Promise<void> {
  if (state.version < EPOCH_SINCE) return;
  const value = `${context.planId}:${context.epoch}`;
  if (state.fenced_by === value) return;
  await session.query(`ALTER SYSTEM SET ${EPOCH_PARAMETER} = ${pg.escapeLiteral(value)}`);
}
