import { z } from 'zod';
import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import { ActionAbortedError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import { isUnreachable, WrongRoleError } from './errors.js';
import { lsn, serverUrl } from './inputs.js';
import { bytesBehind, lsnToBytes } from './lsn.js';
import { readReplayed, readReplayState, type ReplayState } from './replay.js';
import type { PostgresSession } from './session.js';
import type { PostgresSessions } from './sessions.js';

const schema = z.strictObject({
  url: serverUrl,
  /** Last position of the fenced source; null when it could not be asked. */
  lsn: lsn.nullable(),
});

/** Milliseconds between two looks. */
const POLL_MS = 2;
/**
 * Milliseconds without progress after which a standby counts as having all it will ever get. While its walreceiver is
 * connected that must be longer than the pause between two messages of a source that is still there; once it has hung
 * up, nothing can be on its way, and no time has to pass at all when the startup process says that it has read all.
 */
const SETTLE_MS = { streaming: 250, stopped: 50 } as const;
/**
 * The same while something that was received is not replayed: half a record, which never will be, or a startup process
 * that still waits only because a busy machine has not let it run since.
 */
const UNREPLAYED_SETTLE_MS = 1_000;

/** The standby will not get what it is waited for. */
export class ReplayIncompleteError extends DomainError {
  constructor(server: string, why: string, details: JsonObject) {
    super('replay_incomplete', `${server} has not replayed everything: ${why}`, { server, ...details });
  }
}

/**
 * Waits until a standby has replayed up to a position; without one, until it has replayed all that it received.
 * A replication that stands still never counts as arrived: the step then runs into its timeout and fails.
 */
export function postgresWaitReplay(sessions: PostgresSessions): Action<z.output<typeof schema>> {
  return {
    name: 'postgres.wait_replay',
    onlyLooks: true,
    parse: inputParser('postgres.wait_replay', schema),

    async probe({ url, lsn: wanted }, { signal }) {
      try {
        const state = await sessions.use(url, signal, readReplayState);
        return wanted !== null && reached(state.replayed, wanted)
          ? { answer: 'done', output: outputAt(state.replayed, wanted) }
          : { answer: 'not_done' };
      } catch (error) {
        if (isUnreachable(error)) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    apply: ({ url, lsn: wanted }, context) =>
      sessions.use(url, context.signal, (session) =>
        wanted === null ? untilSettled(session, context) : untilReached(session, wanted, context),
      ),

    // The last look of `apply` was the proof already: a position that was replayed stays replayed.
    verify: () => Promise.resolve({}),
  };
}

async function untilReached(session: PostgresSession, wanted: string, { signal }: ActionContext): Promise<JsonObject> {
  // Mostly it is there at once; only where it is not does it matter why.
  const replayed = await readReplayed(session);
  if (reached(replayed, wanted)) return outputAt(replayed, wanted);
  let state: ReplayState | undefined;
  try {
    for (;;) {
      state = await readReplayState(session);
      if (reached(state.replayed, wanted)) return outputAt(state.replayed, wanted);
      refuseHopeless(session, state);
      await pause(POLL_MS, signal);
    }
  } catch (error) {
    throw explained(session, error, state, wanted);
  }
}

async function untilSettled(session: PostgresSession, { signal }: ActionContext): Promise<JsonObject> {
  let state: ReplayState | undefined;
  let last = '';
  let since = performance.now();
  try {
    for (;;) {
      state = await readReplayState(session);
      refuseHopeless(session, state);
      const position = `${state.receiver} ${state.received} ${state.replayed}`;
      if (position !== last) {
        last = position;
        since = performance.now();
      }
      const settled = isOver(state) || performance.now() - since >= settleMs(state);
      if (hasAll(state) && settled) return outputAt(state.replayed, state.received);
      await pause(POLL_MS, signal);
    }
  } catch (error) {
    throw explained(session, error, state, null);
  }
}

/**
 * Equal positions say so plainly. But a dead source may have sent half of its last record, which can never be
 * replayed; then the startup process starves, and that is as good.
 */
function hasAll(state: ReplayState): boolean {
  if (state.replayed === null) return false;
  if (state.starving !== null) return state.starving;
  return state.received === null || lsnToBytes(state.replayed) >= lsnToBytes(state.received);
}

function settleMs(state: ReplayState): number {
  return (lagOf(state.replayed, state.received) ?? 0) > 0 ? UNREPLAYED_SETTLE_MS : SETTLE_MS[state.receiver];
}

/** Whoever could bring more is gone, and the startup process has found that out by itself. */
function isOver({ receiver, exhausted }: ReplayState): boolean {
  return receiver === 'stopped' && exhausted === true;
}

/** Also true of a server that was promoted since: what it replayed before that stays on record. */
function reached(replayed: string | null, wanted: string): boolean {
  return replayed !== null && lsnToBytes(replayed) >= lsnToBytes(wanted);
}

function refuseHopeless(session: PostgresSession, state: ReplayState): void {
  if (!state.in_recovery) throw new WrongRoleError(session.server, 'standby', { found: 'primary' });
  if (state.paused) {
    throw new ReplayIncompleteError(session.server, 'replay is paused', { replayed_lsn: state.replayed });
  }
}

function explained(
  session: PostgresSession,
  error: unknown,
  state: ReplayState | undefined,
  wanted: string | null,
): unknown {
  if (!(error instanceof ActionAbortedError) || !state) return error;
  const { replayed, received, receiver } = state;
  const lag = lagOf(replayed, wanted ?? received);
  const missing = lag === null ? 'it is unknown how much is' : `${lag} bytes are`;
  return new ReplayIncompleteError(session.server, `${missing} missing, walreceiver ${receiver}`, {
    wanted_lsn: wanted,
    replayed_lsn: replayed,
    received_lsn: received,
    lag_bytes: lag,
    walreceiver: receiver,
  });
}

/** `ahead`: what it was waited for; null: nothing is known to be ahead of it. */
function outputAt(replayed: string | null, ahead: string | null): JsonObject {
  return { replayed_lsn: replayed, lag_bytes: lagOf(replayed, ahead) };
}

function lagOf(replayed: string | null, ahead: string | null): number | null {
  if (replayed === null) return null;
  return ahead === null ? 0 : bytesBehind(ahead, replayed);
}
