import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import { withinLimit } from '#outbound/within-limit.js';
import { EffectMissingError, PeerUnreachableError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { throwIfStopped } from '../stoppable.js';
import { haproxyAddress, haproxyName, verifyUrl } from './inputs.js';
import { HaproxyRefusedError, tellHaproxy } from './runtime-api.js';
import { ADMINISTRATIVE_STATES, readServers, type AdministrativeState, type ServerSight } from './server-state.js';
import { readTraffic } from './server-traffic.js';
import { untilAnswered, untilSeen } from './through-balancer.js';

/** Seconds that the sessions of a server may get at most. */
const MAX_WAIT_S = 3_600;
/** Milliseconds that are left of the step's time for what comes after the wait. */
const AFTER_WAIT_MS = 2_000;

const state = z.enum(ADMINISTRATIVE_STATES);
const weight = z.number().int().min(0).max(256);

const schema = z
  .strictObject({
    address: haproxyAddress,
    backend: haproxyName,
    server: haproxyName,
    /** `drain`: no new clients; `maint`: nobody; `ready`: whoever the balancing sends. Absent: as it is. */
    state: state.optional(),
    /** Share of the traffic among the backend's servers. Absent: as it is. */
    weight: weight.optional(),
    /** What becomes of sessions that were open before. Absent: they go on, and nobody waits for them. */
    sessions: z
      .strictObject({
        /** Seconds for them to end by themselves. */
        wait: z.number().min(0).max(MAX_WAIT_S),
        /** What becomes of those that are still open then. */
        remaining: z.enum(['cut', 'leave', 'fail']),
      })
      .optional(),
    verify_url: verifyUrl.optional(),
    /** What undoing sets; what it does not say becomes what it was before the step. */
    undo: z.strictObject({ state: state.optional(), weight: weight.optional() }).optional(),
  })
  .superRefine((inputs, context) => {
    if (inputs.state === undefined && inputs.weight === undefined) {
      context.addIssue({ code: 'custom', path: ['state'], message: 'state or weight must be there' });
    }
    if (inputs.sessions !== undefined && inputs.state !== 'drain' && inputs.state !== 'maint') {
      context.addIssue({ code: 'custom', path: ['sessions'], message: 'only with state drain or maint' });
    }
  });
type Inputs = z.output<typeof schema>;

/** What a step sets of a server. */
interface Setting {
  readonly state?: AdministrativeState | undefined;
  readonly weight?: number | undefined;
}

/**
 * Sets state and weight of one server through HAProxy's runtime API. A server that gives up its traffic can be given
 * time for what is open. Restarting HAProxy undoes it.
 */
export function haproxyServer(): Action<Inputs> {
  return {
    name: 'haproxy.server',
    parse: inputParser('haproxy.server', schema),

    async probe(inputs, { signal }) {
      try {
        const sight = await look(inputs, signal);
        if (!isSet(inputs, sight)) return { answer: 'not_done' };
        const { sessions } = await readTraffic(inputs.address, inputs.backend, inputs.server, signal);
        // How long the wait was going on nobody knows: it begins again.
        if (inputs.sessions !== undefined && sessions > 0) return { answer: 'not_done' };
        return { answer: 'done', output: { sessions_left: sessions, sessions_cut: 0 } };
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    async observe(inputs, { signal }) {
      const { administrative, weight } = await look(inputs, signal);
      return { state: administrative, weight };
    },

    async apply(inputs, { signal, step }) {
      const until = performance.now() + step.policy.timeoutMs - AFTER_WAIT_MS;
      await set(inputs, inputs, signal);
      return letSessionsEnd(inputs, until, signal);
    },

    async verify(inputs, { signal }) {
      const seen = await untilSet(inputs, inputs, isSet, signal);
      const output: JsonObject = { state: seen.state, weight: seen.weight };
      if (inputs.verify_url === undefined) return output;
      return { ...output, ...(await proveByTraffic(inputs, inputs.verify_url, seen, signal)) };
    },

    async undo(inputs, { before, signal }): Promise<JsonObject> {
      const setting = settingBefore(inputs, before);
      // Nothing was written down of how it was, so nothing was changed yet.
      if (setting === null) return {};
      await set(inputs, setting, signal);
      // It may have been down before, and is as it was then.
      const seen = await untilSet(inputs, setting, isTold, signal);
      return { state: seen.state, weight: seen.weight };
    },
  };
}

/** What a server was set to, of that which the step sets; null when nobody has looked. */
function settingBefore(inputs: Inputs, before: ActionContext['before']): Setting | null {
  if (before === null) return null;
  const was = { state: state.parse(before['state']), weight: weight.parse(before['weight']) };
  return {
    state: inputs.state === undefined ? inputs.undo?.state : (inputs.undo?.state ?? was.state),
    weight: inputs.weight === undefined ? inputs.undo?.weight : (inputs.undo?.weight ?? was.weight),
  };
}

type Named = Pick<Inputs, 'address' | 'backend' | 'server'>;

async function look({ address, backend, server }: Named, signal: AbortSignal): Promise<ServerSight> {
  const sight = (await readServers(address, backend, signal)).get(server);
  if (sight === undefined) throw new HaproxyRefusedError(address, `No such server: ${server}`);
  return sight;
}

/** Both in one line, and the weight first: nobody is sent to a server by a share that is not its own. */
async function set(named: Named, { state, weight }: Setting, signal: AbortSignal): Promise<void> {
  const path = `${named.backend}/${named.server}`;
  const commands = [
    ...(weight === undefined ? [] : [`set server ${path} weight ${weight}`]),
    ...(state === undefined ? [] : [`set server ${path} state ${state}`]),
  ];
  throwIfStopped(signal, 'setting a server');
  if (commands.length > 0) await tellHaproxy(named.address, commands, signal);
}

function isTold({ state, weight }: Setting, sight: ServerSight): boolean {
  return (state === undefined || sight.administrative === state) && (weight === undefined || sight.weight === weight);
}

/** That it is told to be ready is not enough where its health checks say that it is not there. */
function isSet(setting: Setting, sight: ServerSight): boolean {
  return isTold(setting, sight) && (setting.state !== 'ready' || sight.state === 'up');
}

async function untilSet(
  named: Named,
  setting: Setting,
  isThere: (setting: Setting, sight: ServerSight) => boolean,
  signal: AbortSignal,
): Promise<ServerSight> {
  let sight: ServerSight | null = null;
  const seen = async () => {
    sight = await look(named, signal);
    return isThere(setting, sight) ? sight : null;
  };
  const missing = () =>
    new EffectMissingError(`${named.backend}/${named.server} is not as it was set`, {
      wanted: { state: setting.state ?? null, weight: setting.weight ?? null },
      state: sight?.state ?? null,
      weight: sight?.weight ?? null,
    });
  return untilSeen(seen, missing, signal);
}

/** @param until of `performance.now`: when the wait has to be over at the latest. */
async function letSessionsEnd(inputs: Inputs, until: number, signal: AbortSignal): Promise<JsonObject> {
  const { address, backend, server, sessions } = inputs;
  const open = async () => (await readTraffic(address, backend, server, signal)).sessions;
  if (sessions === undefined) return { sessions_left: await open(), sessions_cut: 0 };
  const left = await untilNone(open, Math.max(0, Math.min(sessions.wait * 1_000, until - performance.now())), signal);
  if (left === 0 || sessions.remaining === 'leave') return { sessions_left: left, sessions_cut: 0 };
  if (sessions.remaining === 'fail') {
    throw new EffectMissingError(`${left} sessions of ${backend}/${server} are still open after ${sessions.wait} s`, {
      sessions_left: left,
    });
  }
  await tellHaproxy(address, [`shutdown sessions server ${backend}/${server}`], signal);
  return { sessions_left: 0, sessions_cut: left };
}

/** @returns how many are left after at most `ms`. */
async function untilNone(open: () => Promise<number>, ms: number, signal: AbortSignal): Promise<number> {
  let left = await open();
  if (left === 0 || ms === 0) return left;
  const none = async () => {
    left = await open();
    return left === 0 ? left : null;
  };
  const late = (): StillOpen => new StillOpen('sessions are still open');
  try {
    return await withinLimit(ms, signal, (limit) => untilSeen(none, late, limit));
  } catch (error) {
    throwIfStopped(signal, 'waiting for sessions to end');
    if (error instanceof StillOpen) return left;
    throw error;
  }
}

class StillOpen extends EffectMissingError {}

/**
 * Asks through the balancer until the answer is good. A server that is to get traffic must have been chosen by then; one
 * that gave it up must not be chosen for it any more.
 */
async function proveByTraffic(
  inputs: Inputs,
  url: string,
  { administrative, weight }: ServerSight,
  signal: AbortSignal,
): Promise<JsonObject> {
  const { address, backend, server } = inputs;
  const chosen = async () => (await readTraffic(address, backend, server, signal)).chosen;
  const before = await chosen();
  const verify_ms = await untilAnswered(url, signal);
  if (administrative !== 'ready' || weight === 0) {
    const since = (await chosen()) - before;
    if (since === 0) return { verify_ms, chosen: 0 };
    throw new EffectMissingError(`${backend}/${server} still gets new clients`, { chosen: since });
  }
  const reached = async () => {
    const since = (await chosen()) - before;
    if (since > 0) return since;
    await untilAnswered(url, signal);
    return null;
  };
  const missing = () => new EffectMissingError(`no request through the balancer reached ${backend}/${server}`);
  return { verify_ms, chosen: await untilSeen(reached, missing, signal) };
}
