import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action } from '#engine/ports.js';
import { ActionAbortedError, EffectMissingError, PeerUnreachableError } from '../errors.js';
import { sendRequest } from '#outbound/request.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import { throwIfStopped } from '../stoppable.js';
import { HaproxyRefusedError, tellHaproxy } from './runtime-api.js';
import { readServerStates, type ServerState } from './server-state.js';

/** What HAProxy allows in names, and nothing that could end a command and begin another. */
const name = z.string().regex(/^[A-Za-z0-9_.:-]+$/, 'must be a name of letters, digits and _ . : -');

const schema = z.strictObject({
  address: z.string().regex(/^(tcp:\/\/[^/\s]+:\d+|unix:\/\/\/\S+)$/, 'must be tcp://host:port or unix:///path'),
  backend: name,
  /** The server that takes the traffic. */
  activate: name,
  /** The one that gives it up; null: only the other is opened. */
  deactivate: name.nullable(),
  /** Requested through the balancer, must answer 2xx. */
  verify_url: z.url({ protocol: /^https?$/ }).optional(),
});
type Inputs = z.output<typeof schema>;

/** Milliseconds between two looks, at first and at most: customers wait for what is looked for. */
const POLL_MS = 2;
const MAX_POLL_MS = 200;
const POLL_GROWTH = 1.5;
/** Milliseconds for one request through the balancer. */
const REQUEST_MS = 2_000;

/** Moves traffic from one server of a backend to another through HAProxy's runtime API. Restarting HAProxy undoes it. */
export function haproxySwitch(): Action<Inputs> {
  return {
    name: 'haproxy.switch',
    parse: inputParser('haproxy.switch', schema),

    async probe(inputs, { signal }) {
      try {
        const states = await readServerStates(inputs.address, inputs.backend, signal);
        return isSwitched(inputs, states)
          ? { answer: 'done', output: outputOf(inputs, states) }
          : { answer: 'not_done' };
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    async apply(inputs, { signal }) {
      await switchOver(inputs, inputs.activate, inputs.deactivate, signal);
      return {}; // what the servers are then, `verify` says
    },

    async verify(inputs, { signal }) {
      const states = await untilSwitched(inputs, signal);
      const output = outputOf(inputs, states);
      if (inputs.verify_url === undefined) return output;
      return { ...output, verify_ms: await untilAnswered(inputs.verify_url, signal) };
    },

    async undo({ deactivate, ...inputs }, { signal }) {
      // Without another server to go back to, the one that was opened is only closed again.
      if (deactivate === null) await switchOver(inputs, null, inputs.activate, signal);
      else await switchOver(inputs, deactivate, inputs.activate, signal);
      return { activate: deactivate, deactivate: inputs.activate };
    },
  };
}

/**
 * All in one line: HAProxy does it at once, and no client is caught between two servers or none. That is also why both
 * names are looked up before: an unknown first server would not keep HAProxy from closing the second one.
 */
async function switchOver(
  { address, backend }: Pick<Inputs, 'address' | 'backend'>,
  activate: string | null,
  deactivate: string | null,
  signal: AbortSignal,
): Promise<void> {
  const states = await readServerStates(address, backend, signal);
  for (const server of [activate, deactivate]) {
    if (server !== null && !states.has(server)) throw new HaproxyRefusedError(address, `No such server: ${server}`);
  }
  const commands: string[] = [];
  if (activate !== null) commands.push(`set server ${backend}/${activate} state ready`);
  if (deactivate !== null) {
    commands.push(`set server ${backend}/${deactivate} state maint`);
    // Sessions that were open before would otherwise go on as long as their clients like.
    commands.push(`shutdown sessions server ${backend}/${deactivate}`);
  }
  throwIfStopped(signal, 'switching');
  await tellHaproxy(address, commands, signal);
}

function isSwitched({ activate, deactivate }: Inputs, states: ReadonlyMap<string, ServerState>): boolean {
  return states.get(activate) === 'up' && (deactivate === null || states.get(deactivate) === 'maint');
}

function outputOf({ activate, deactivate }: Inputs, states: ReadonlyMap<string, ServerState>): JsonObject {
  const servers: Record<string, string> = {};
  for (const server of [activate, deactivate]) if (server !== null) servers[server] = states.get(server) ?? 'unknown';
  return { servers };
}

/** A server with health checks is up only when they have passed. */
async function untilSwitched(inputs: Inputs, signal: AbortSignal): Promise<ReadonlyMap<string, ServerState>> {
  for (let wait = POLL_MS; ; wait = Math.min(wait * POLL_GROWTH, MAX_POLL_MS)) {
    const states = await readServerStates(inputs.address, inputs.backend, signal);
    if (isSwitched(inputs, states)) return states;
    try {
      await pause(wait, signal);
    } catch (error) {
      if (!(error instanceof ActionAbortedError)) throw error;
      throw new EffectMissingError(`${inputs.address}: the traffic was not switched`, outputOf(inputs, states));
    }
  }
}

/** @returns milliseconds until the first answer of 2xx. */
async function untilAnswered(url: string, signal: AbortSignal): Promise<number> {
  const began = performance.now();
  let last = 'no answer yet';
  for (let wait = POLL_MS; ; wait = Math.min(wait * POLL_GROWTH, MAX_POLL_MS)) {
    try {
      const { status } = await sendRequest({ method: 'GET', url }, signal, REQUEST_MS);
      if (status >= 200 && status <= 299) return Math.round((performance.now() - began) * 10) / 10;
      last = `status ${status}`;
    } catch (error) {
      if (!(error instanceof PeerUnreachableError)) throw error;
      last = error.why;
    }
    try {
      await pause(wait, signal);
    } catch (error) {
      if (!(error instanceof ActionAbortedError)) throw error;
      throw new EffectMissingError(`no good answer through the balancer: ${last}`, { last });
    }
  }
}
