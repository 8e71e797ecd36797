import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action } from '#engine/ports.js';
import { EffectMissingError, PeerUnreachableError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { throwIfStopped } from '../stoppable.js';
import { haproxyAddress, haproxyName, verifyUrl } from './inputs.js';
import { HaproxyRefusedError, tellHaproxy } from './runtime-api.js';
import { readServerStates, type ServerState } from './server-state.js';
import { untilAnswered, untilSeen } from './through-balancer.js';

const schema = z.strictObject({
  address: haproxyAddress,
  backend: haproxyName,
  /** The server that takes the traffic. */
  activate: haproxyName,
  /** The one that gives it up; null: only the other is opened. */
  deactivate: haproxyName.nullable(),
  verify_url: verifyUrl.optional(),
});
type Inputs = z.output<typeof schema>;

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
  let states: ReadonlyMap<string, ServerState> = new Map();
  const look = async () => {
    states = await readServerStates(inputs.address, inputs.backend, signal);
    return isSwitched(inputs, states) ? states : null;
  };
  const missing = () =>
    new EffectMissingError(`${inputs.address}: the traffic was not switched`, outputOf(inputs, states));
  return untilSeen(look, missing, signal);
}
