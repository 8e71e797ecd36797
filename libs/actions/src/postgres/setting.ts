import { FenceUnconfirmedError } from './errors.js';
import type { PostgresSession } from './session.js';
import { pause } from '../pause.js';

/** Milliseconds that the postmaster gets to read its files again; it takes about one. */
export const RELOAD_MS = 2_000;

/** SQL for whether a session has it so; follows a reload from one message to the next. */
export const READ_ONLY_BY_DEFAULT = `current_setting('default_transaction_read_only') = 'on'`;

/** What a session of the server has as its default; follows a reload from one statement to the next. */
export async function isReadOnlyByDefault(session: PostgresSession): Promise<boolean> {
  const { rows } = await session.query<{ on: boolean }>(`SELECT ${READ_ONLY_BY_DEFAULT} AS on`);
  return rows[0]!.on;
}

/**
 * Writes `default_transaction_read_only` into postgresql.auto.conf of this server alone (ALTER SYSTEM is not
 * replicated), or takes it out, and has the server read its files again, which is not waited for.
 *
 * The postmaster reads its files first and tells its children afterwards. So once our own session sees the new value,
 * every session that starts from then on has it too.
 */
export async function orderReadOnlyByDefault(session: PostgresSession, readOnly: boolean): Promise<void> {
  await session.query(
    readOnly
      ? 'ALTER SYSTEM SET default_transaction_read_only = on'
      : 'ALTER SYSTEM RESET default_transaction_read_only',
  );
  await session.query('SELECT pg_reload_conf()');
}

/** As ordered, and waits until it holds. @throws FenceUnconfirmedError as `refuseOutranked` */
export async function setReadOnlyByDefault(
  session: PostgresSession,
  readOnly: boolean,
  signal: AbortSignal,
): Promise<void> {
  await orderReadOnlyByDefault(session, readOnly);
  const deadline = performance.now() + RELOAD_MS;
  while ((await isReadOnlyByDefault(session)) !== readOnly) {
    if (performance.now() > deadline) refuseOutranked(session, readOnly);
    await pause(1, signal);
  }
}

/** @throws FenceUnconfirmedError: something that ranks higher, such as the command line, keeps the old value. */
export function refuseOutranked({ server }: PostgresSession, readOnly: boolean): never {
  const value = readOnly ? 'on' : 'off';
  throw new FenceUnconfirmedError(
    server,
    `default_transaction_read_only did not become ${value}; something outranks ALTER SYSTEM`,
  );
}
