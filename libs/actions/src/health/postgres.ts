import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { inputParser } from '../parse-inputs.js';
import { isUnreachable, PostgresQueryError } from '../postgres/errors.js';
import { serverUrl } from '../postgres/inputs.js';
import type { PostgresSessions } from '../postgres/sessions.js';
import { untilHealthy, type Look } from './until-healthy.js';

const schema = z.strictObject({
  url: serverUrl,
  /** Milliseconds to log in, for one attempt. */
  timeout_ms: z.number().positive(),
  /** Whether it must take writes as well. */
  writable: z.boolean().optional(),
});
type Inputs = z.output<typeof schema>;

/** Waits until a new client can log in to a PostgreSQL server and be answered. */
export function healthPostgres(sessions: PostgresSessions): Action<Inputs> {
  return {
    name: 'health.postgres',
    onlyLooks: true,
    parse: inputParser('health.postgres', schema),
    probe: () => Promise.resolve({ answer: 'not_done' }),
    apply: (inputs, { signal }) => untilHealthy('the server', signal, () => lookPostgres(sessions, inputs, signal)),
    verify: () => Promise.resolve({}),
  };
}

/** One login of a new client. */
export async function lookPostgres(sessions: PostgresSessions, inputs: Inputs, signal: AbortSignal): Promise<Look> {
  const { url, timeout_ms: timeoutMs, writable = false } = inputs;
  const began = performance.now();
  try {
    return await sessions.useFresh(
      url,
      signal,
      async (session) => {
        const { rows } = await session.query<{ standby: boolean; read_only: boolean }>(
          `SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS read_only`,
          [],
          timeoutMs,
        );
        const state = rows[0]!;
        if (writable && state.standby) return { unhealthy: 'it is a standby' };
        if (writable && state.read_only) return { unhealthy: 'it is read-only' };
        return { latencyMs: performance.now() - began };
      },
      timeoutMs,
    );
  } catch (error) {
    if (isUnreachable(error) || error instanceof PostgresQueryError) return { unhealthy: error.message };
    throw error;
  }
}
