import { FenceUnconfirmedError } from './errors.js';
import type { PostgresSession } from './session.js';
import { pause } from '../pause.js';

/** Milliseconds that the postmaster gets to read its files again; it takes about one. */
const RELOAD_MS = 2_000;

/** What a session of the server has as its default; follows a reload from one statement to the next. */
export async function isReadOnlyByDefault(session: PostgresSession): Promise<boolean> {
  const { rows } = await session.query<{ value: string }>(
    `SELECT current_setting('default_transaction_read_only') AS value`,
  );
  return rows[0]?.value === 'on';
}

/**
 * Writes `default_transaction_read_only` into postgresql.auto.conf of this server alone (ALTER SYSTEM is not
 * replicated), or takes it out, and waits until it holds.
 *
 * The postmaster reads its files first and tells its children afterwards. So once our own session sees the new value,
 * every session that starts from then on has it too.
 * @throws FenceUnconfirmedError when something that ranks higher, such as the command line, keeps the old value.
 */
export async function setReadOnlyByDefault(
  session: PostgresSession,
  readOnly: boolean,
  signal: AbortSignal,
): Promise<void> {
  await session.query(
    readOnly
      ? 'ALTER SYSTEM SET default_transaction_read_only = on'
      : 'ALTER SYSTEM RESET default_transaction_read_only',
  );
  await session.query('SELECT pg_reload_conf()');
  const deadline = performance.now() + RELOAD_MS;
  while ((await isReadOnlyByDefault(session)) !== readOnly) {
    if (performance.now() > deadline) {
      throw new FenceUnconfirmedError(
        session.server,
        `default_transaction_read_only did not become ${readOnly ? 'on' : 'off'}; something outranks ALTER SYSTEM`,
      );
    }
    await pause(1, signal);
  }
}
