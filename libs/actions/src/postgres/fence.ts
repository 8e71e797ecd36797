import { z } from 'zod';
import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionCatalog, ActionContext } from '#engine/ports.js';
import { hookSchema, runHook } from '../hook.js';
import { inputParser } from '../parse-inputs.js';
import { throwIfStopped } from '../stoppable.js';
import { FenceUnconfirmedError, isUnreachable, PostgresQueryError } from './errors.js';
import { readFence, readFenceState, refuseExceptions, refuseStale, rememberEpoch } from './fence-state.js';
import { serverUrl } from './inputs.js';
import type { PostgresSession } from './session.js';
import type { PostgresSessions } from './sessions.js';
import { orderReadOnlyByDefault, setReadOnlyByDefault } from './setting.js';
import { expelWriters, lastPosition } from './writers.js';

const schema = z.strictObject({
  url: serverUrl,
  /** Whether the execution must not go on unless the fence is proven. */
  required: z.boolean(),
  /** Takes the server away when it can not be fenced by itself; when it succeeds, that counts as proof. */
  hook: hookSchema.optional(),
});
type Inputs = z.output<typeof schema>;

/**
 * Stops a primary from taking writes, without stopping it: it goes on sending WAL to its standby.
 *
 * What it guards against: every application that does not ask for anything special. New transactions are read-only
 * by default, and every session that could hold an older one is terminated; only then is the position read, so no
 * acknowledged write can lie behind it.
 *
 * What it does not guard against: a client that *asks* to write, with `SET transaction_read_only = off` or
 * `BEGIN READ WRITE`. Such a one is terminated while the fence is being put up, but may come back later. Logical
 * replication into the server and background workers of extensions are not touched either. Where that matters, take
 * the network or the server away as well, with an `http` or a `command` step.
 *
 * It survives a restart of the server: the setting stands in its postgresql.auto.conf. So a primary that was fenced
 * comes back fenced; one that died before it could be fenced does not (the worker watches for it).
 */
export function postgresFence(sessions: PostgresSessions, catalog: ActionCatalog): Action<Inputs> {
  return {
    name: 'postgres.fence',
    parse: inputParser('postgres.fence', schema),

    async probe({ url }, { signal }) {
      try {
        return await sessions.use(url, signal, async (session) => {
          const state = await readFenceState(session);
          const holds = state.read_only && state.exceptions === null && !state.writers;
          if (!holds) return { answer: 'not_done' };
          return { answer: 'done', output: { fenced: true, lsn: await lastPosition(session), terminated: 0 } };
        });
      } catch (error) {
        if (isUnreachable(error)) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    async apply({ url, required, hook }, context): Promise<JsonObject> {
      let why: string;
      try {
        return await sessions.use(url, context.signal, (session) => fence(session, context));
      } catch (error) {
        if (!isServersFault(error)) throw error;
        const { why: known } = error.details;
        why = typeof known === 'string' ? known : error.message;
      }
      if (hook !== undefined) {
        throwIfStopped(context.signal, 'fencing');
        try {
          await runHook(catalog, hook, context);
          return { fenced: true, lsn: null, by: hook.action, why };
        } catch (error) {
          throwIfStopped(context.signal, 'fencing');
          why = `${why}; its fence hook ${hook.action} failed as well: ${error instanceof Error ? error.message : String(error)}`;
        }
      }
      if (!required) return { fenced: false, lsn: null, why };
      throw new FenceUnconfirmedError(await sessions.labelOf(url), `${why}. ${WHAT_TO_CHECK}`);
    },

    /**
     * On the warm session: a login would add half as much again to the time in which nobody can write. It can speak
     * for new sessions, because the postmaster has read its files before ours was told to (see `setting.ts`).
     */
    async verify({ url }, { signal }, output) {
      if (output.fenced !== true) return {};
      if (output.by !== undefined) {
        await refuseIfStillWritable(sessions, url, signal);
        return {};
      }
      return sessions.use(url, signal, async (session) => {
        const { read_only: readOnly, writers } = await readFence(session);
        if (!readOnly) throw new FenceUnconfirmedError(session.server, 'new transactions are not read-only');
        if (writers) throw new FenceUnconfirmedError(session.server, 'someone writes all the same');
        return {};
      });
    },

    async undo({ url, required }, context) {
      try {
        return await sessions.use(url, context.signal, async (session) => {
          // Whoever is stale must not open a server that a newer execution has closed: there would be two primaries.
          refuseStale(session.server, await readFenceState(session), context);
          throwIfStopped(context.signal, 'taking down a fence');
          await setReadOnlyByDefault(session, false, context.signal);
          return { fenced: false };
        });
      } catch (error) {
        // A fence that may have failed is not missed when it can not be taken down; but it is said.
        if (!required && isUnreachable(error)) return { fenced: null, why: error.message };
        throw error;
      }
    },
  };
}

const WHAT_TO_CHECK =
  'Nothing was promoted. Make sure that it takes no writes: power it off, stop it, or cut its network from all that ' +
  'write. Then skip this step with a comment that says how you know; or mend what is in the way and retry it';

/** Whoever was taken away can not be asked; whoever answers, and takes writes, was not. */
async function refuseIfStillWritable(sessions: PostgresSessions, url: string, signal: AbortSignal): Promise<void> {
  try {
    await sessions.useFresh(url, signal, async (session) => {
      const { rows } = await session.query<{ writable: boolean }>(
        `SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off' AS writable`,
      );
      if (rows[0]?.writable)
        throw new FenceUnconfirmedError(session.server, 'its fence hook says that it is gone, and it answers');
    });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
  }
}

/** @throws WrongRoleError, StaleEpochError, FenceUnconfirmedError, PeerUnreachableError, PostgresQueryError */
export async function fence(
  session: PostgresSession,
  context: Pick<ActionContext, 'signal' | 'planId' | 'epoch'>,
): Promise<{ readonly fenced: true; readonly lsn: string; readonly terminated: number }> {
  const { signal } = context;
  const state = await readFenceState(session);
  refuseStale(session.server, state, context);
  refuseExceptions(session.server, state);
  throwIfStopped(signal, 'fencing');
  await rememberEpoch(session, state, context);
  await orderReadOnlyByDefault(session, true);
  return { fenced: true, ...(await expelWriters(session, signal)) };
}

function isServersFault(error: unknown): error is DomainError {
  return isUnreachable(error) || error instanceof PostgresQueryError || error instanceof FenceUnconfirmedError;
}
