import { z } from 'zod';
import type { ServerSight } from '#domain/protection/protection.js';
import { DomainError } from '#domain/errors.js';
import type { Action, ActionCatalog, ActionContext } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { hookSchema, runHook, type Hook } from '../hook.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import { throwIfStopped } from '../stoppable.js';
import { isUnreachable, WrongRoleError } from './errors.js';
import { FENCED_BY, refuseStale } from './fence-state.js';
import { fence } from './fence.js';
import { serverUrl } from './inputs.js';
import { dropSlot, ensureSlot, slotExists } from './replication-slot.js';
import { lookAtServer } from './server-sight.js';
import type { PostgresSession } from './session.js';
import type { PostgresSessions } from './sessions.js';

const slotName = z.string().regex(/^[a-z0-9_]{1,63}$/, 'must be 1 to 63 of a-z, 0-9 and _');

const control = z
  .strictObject({
    slot: slotName,
    stop: hookSchema,
    start: hookSchema,
    rewind: hookSchema.optional(),
    base_copy: hookSchema.optional(),
  })
  .refine(({ rewind, base_copy: copy }) => rewind !== undefined || copy !== undefined, {
    message: 'must have rewind or base_copy',
  });

const schema = z.strictObject({
  /** The server that becomes a standby. What it has and the upstream has not is lost. */
  url: serverUrl,
  /** The primary that it is to follow. */
  upstream: serverUrl,
  control,
  /** By which the upstream has followed this server; nobody will read from it any more, and it would keep WAL for ever. */
  left_slot: slotName.optional(),
});
type Inputs = z.output<typeof schema>;

/** Milliseconds between two looks at whether it streams. */
const POLL_MS = 100;
/** Milliseconds after which a server that was rewound and does not stream is copied instead, where that is possible. */
const STREAM_AFTER_REWIND_MS = 60_000;
/** Bytes: a standby so near is in step; a busy primary is always a little ahead. */
const IN_STEP_BYTES = 16 * 1024 * 1024;

/** Somebody would lose a server that is needed: it takes writes, or the one to follow does not. */
export class RejoinRefusedError extends DomainError {
  constructor(server: string, why: string) {
    super('rejoin_refused', `${server} is not made a standby: ${why}`, { server, why });
  }
}

/**
 * Makes a server that was replaced a standby of the one that replaced it: fence it, stop it, rewind it where possible
 * and else copy all anew, start it, and see it stream the same timeline.
 *
 * It must never do this to the server that serves: so the upstream has to be a primary that takes writes, another server
 * than this one, on a higher timeline where both can be asked, and not fenced by anything newer than this execution.
 */
export function postgresRejoin(sessions: PostgresSessions, catalog: ActionCatalog): Action<Inputs> {
  return {
    name: 'postgres.rejoin',
    parse: inputParser('postgres.rejoin', schema),

    async probe({ url, upstream, control: { slot } }, { signal }) {
      const state = await streamState(sessions, { url, upstream, slot, signal });
      return 'streams' in state
        ? { answer: 'done', output: { rejoined: true, by: 'found', ...state.streams } }
        : { answer: 'not_done' };
    },

    /** A slot that this makes is the service's to clean up one day; one that was there before is somebody else's. */
    observe: ({ upstream, control: { slot } }, { signal }) =>
      sessions.use(upstream, signal, async (session) => ({ slot_existed: await slotExists(session, slot) })),

    async apply({ url, upstream, control: hooks }, context) {
      const { signal } = context;
      await requireUpstream(sessions, { url, upstream }, context);
      const done = await rejoin({ sessions, catalog, url, upstream, hooks, context });
      throwIfStopped(signal, 'rejoining');
      return { rejoined: true, ...done, slot: hooks.slot };
    },

    async verify({ url, upstream, control: { slot }, left_slot: left }, { signal }) {
      const streams = await waitUntilItStreams(sessions, { url, upstream, slot, signal }, Infinity);
      if (left === undefined) return streams;
      const dropped = await sessions.useFresh(url, signal, (session) => dropSlot(session, left));
      return { ...streams, left_slot_dropped: dropped };
    },

    /** The standby stays as it is; only what its slot keeps back on the primary is let go. */
    undo: ({ upstream, control: { slot } }, { signal }) =>
      sessions.use(upstream, signal, async (session) => {
        await lookAtServer(session);
        return { slot_dropped: await dropSlot(session, slot) };
      }),
  };
}

interface Rejoin {
  readonly sessions: PostgresSessions;
  readonly catalog: ActionCatalog;
  readonly url: string;
  readonly upstream: string;
  readonly hooks: Inputs['control'];
  readonly context: ActionContext;
}

/** What made it a standby, and why it was not rewound. */
type Rejoined = { readonly by: 'rewind' } | { readonly by: 'base_copy'; readonly rewind_failed: string | null };

async function rejoin(work: Rejoin): Promise<Rejoined> {
  const { sessions, url, upstream, hooks, context } = work;
  const { signal } = context;
  const { slot, rewind, base_copy: copy } = hooks;
  await fenceIfItAnswers(work);
  await sessions.use(upstream, signal, async (session) => {
    await lookAtServer(session);
    // Before anything is copied: WAL of the time in between would be missing otherwise.
    await ensureSlot(session, slot);
  });
  await hook(work, hooks.stop);
  let rewindFailed: string | null = null;
  if (rewind !== undefined) {
    try {
      await hook(work, rewind);
      await hook(work, hooks.start);
      await useSlot(work);
      const limit = copy === undefined ? Infinity : STREAM_AFTER_REWIND_MS;
      await waitUntilItStreams(sessions, { url, upstream, slot, signal }, limit);
      return { by: 'rewind' };
    } catch (error) {
      throwIfStopped(signal, 'rejoining');
      if (copy === undefined) throw error;
      rewindFailed = error instanceof Error ? error.message : String(error);
      await hook(work, hooks.stop);
    }
  }
  await requireUpstream(sessions, work, context);
  await hook(work, copy!);
  await hook(work, hooks.start);
  await useSlot(work);
  return { by: 'base_copy', rewind_failed: rewindFailed };
}

async function hook({ catalog, context }: Rejoin, one: Hook): Promise<void> {
  throwIfStopped(context.signal, one.action);
  await runHook(catalog, one, context);
}

/** A server that is dead needs no fence: it is stopped and rewound before it runs again. */
async function fenceIfItAnswers({ sessions, url, context }: Rejoin): Promise<void> {
  try {
    await sessions.useFresh(url, context.signal, async (session) => {
      const { role } = await lookAtServer(session);
      if (role === 'primary') await fence(session, context);
    });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
  }
}

/** A copy or a rewind writes where to stream from, and not always by which slot. */
async function useSlot({ sessions, url, hooks: { slot }, context: { signal } }: Rejoin): Promise<void> {
  for (;;) {
    try {
      return await sessions.useFresh(url, signal, async (session) => {
        const { rows } = await session.query<{ slot: string; standby: boolean }>(
          `SELECT current_setting('primary_slot_name') AS slot, pg_is_in_recovery() AS standby`,
        );
        const now = rows[0]!;
        if (!now.standby) throw new WrongRoleError(session.server, 'standby', { found: 'primary' });
        if (now.slot === slot) return;
        // Checked by `control`: nothing in it needs quoting.
        await session.query(`ALTER SYSTEM SET primary_slot_name = '${slot}'`);
        await session.query('SELECT pg_reload_conf()');
      });
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      await pause(POLL_MS, signal);
    }
  }
}

interface Pair {
  readonly url: string;
  readonly upstream: string;
}

/** @throws RejoinRefusedError, StaleEpochError */
async function requireUpstream(sessions: PostgresSessions, pair: Pair, context: ActionContext): Promise<void> {
  const { signal } = context;
  const identity = (session: PostgresSession) => readIdentity(session);
  const above = await sessions.useFresh(pair.upstream, signal, async (session) => {
    const seen = await lookAtServer(session);
    const who = await identity(session);
    refuseStale(session.server, { fenced_by: who.fenced_by }, context);
    if (seen.role !== 'primary') throw new RejoinRefusedError(pair.url, `${session.server} is no primary to follow`);
    if (seen.fenced) throw new RejoinRefusedError(pair.url, `${session.server}, which it would follow, is fenced`);
    return { ...seen, ...who, server: session.server };
  });
  try {
    await sessions.useFresh(pair.url, signal, async (session) => {
      const seen = await lookAtServer(session);
      const who = await identity(session);
      refuseStale(session.server, { fenced_by: who.fenced_by }, context);
      const refuse = (why: string): never => {
        throw new RejoinRefusedError(session.server, why);
      };
      if (who.system !== above.system) refuse(`it is not of one origin with ${above.server}`);
      if (who.started === above.started) refuse('it is the very server that it would follow');
      if (seen.role === 'primary' && seen.timeline >= above.timeline) {
        refuse(
          `it is a primary on timeline ${seen.timeline}, and ${above.server} is on ${above.timeline}: it was not replaced`,
        );
      }
    });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
  }
}

interface Identity {
  readonly system: string;
  readonly started: string;
  readonly fenced_by: string | null;
}

async function readIdentity(session: PostgresSession): Promise<Identity> {
  const { rows } = await session.query<Identity & Record<string, unknown>>(
    `SELECT (SELECT system_identifier FROM pg_control_system())::text AS system,
            extract(epoch FROM pg_postmaster_start_time())::text AS started, ${FENCED_BY} AS fenced_by`,
  );
  return rows[0]!;
}

interface Stream extends Pair {
  readonly slot: string;
  readonly signal: AbortSignal;
}

interface Streams extends Record<string, number> {
  readonly timeline: number;
  readonly lag_bytes: number;
}

/** @returns once it streams in step. @throws EffectMissingError after `limitMs`, with what was seen last. */
async function waitUntilItStreams(sessions: PostgresSessions, stream: Stream, limitMs: number): Promise<Streams> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const state = await streamState(sessions, stream);
    if ('streams' in state) return state.streams;
    if (performance.now() > deadline) throw new EffectMissingError(`it does not stream: ${state.why}`);
    await pause(POLL_MS, stream.signal);
  }
}

/** Both sides are asked: the primary by whom its slot is used, the standby what it follows. */
async function streamState(
  sessions: PostgresSessions,
  { url, upstream, slot, signal }: Stream,
): Promise<{ readonly streams: Streams } | { readonly why: string }> {
  let standby: ServerSight;
  let lag: number | null;
  let timeline: number;
  try {
    standby = await sessions.useFresh(url, signal, (session) => lookAtServer(session));
    [lag, timeline] = await sessions.useFresh(upstream, signal, async (session) => {
      const above = await lookAtServer(session);
      if (above.role !== 'primary') throw new WrongRoleError(session.server, 'primary', { found: 'standby' });
      return [await lagOfSlot(session, slot), above.timeline] as const;
    });
  } catch (error) {
    if (isUnreachable(error)) return { why: error.message };
    throw error;
  }
  if (standby.role !== 'standby') return { why: 'it is no standby' };
  if (!standby.streaming || lag === null) return { why: `nobody streams by the slot ${slot}` };
  if (standby.timeline !== timeline) return { why: `it is on timeline ${standby.timeline} instead of ${timeline}` };
  if (lag > IN_STEP_BYTES) return { why: `it is ${lag} bytes behind` };
  return { streams: { timeline, lag_bytes: lag } };
}

/** @returns null while nobody streams by it. */
async function lagOfSlot(session: PostgresSession, slot: string): Promise<number | null> {
  const { rows } = await session.query<{ lag: number }>(
    `SELECT greatest(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), r.replay_lsn), 0)::float8 AS lag
       FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid = s.active_pid
      WHERE s.slot_name = $1 AND r.state = 'streaming' AND r.replay_lsn IS NOT NULL`,
    [slot],
  );
  return rows[0]?.lag ?? null;
}
