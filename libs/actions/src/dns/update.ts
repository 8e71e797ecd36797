import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action } from '#engine/ports.js';
import { ActionAbortedError, EffectMissingError, PeerUnreachableError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import type { SecretResolver } from '../ports.js';
import { throwIfStopped } from '../stoppable.js';
import { checkValue, isOnly, nameServer, recordName, recordSchema, resolvers } from './inputs.js';
import type { NameServer } from './name-server.js';
import { lookUp } from './resolver.js';

const schema = recordSchema
  .extend({
    value: z.string(),
    /** What `undo` writes back; null: there is nothing to go back to. */
    undo_value: z.string().nullable().default(null),
    /** Seconds. */
    ttl: z.int().min(0).max(86_400),
    resolvers,
    /** Wait until no cache can hold the old value any more, however long its TTL was. */
    wait_ttl: z.boolean().default(false),
  })
  .superRefine((inputs, context) => {
    checkValue(inputs, context, 'value');
    checkValue({ type: inputs.type, value: inputs.undo_value }, context, 'undo_value');
  });
type Inputs = z.output<typeof schema>;

/** Milliseconds between two looks, at first and at most. */
const POLL_MS = 10;
const MAX_POLL_MS = 250;

/**
 * Moves a name to another value by a dynamic update (RFC 2136), signed with TSIG (RFC 8945), and waits until the zone's
 * server and every resolver that the plan names say so. The wait is part of the step, and so of the measured RTO.
 */
export function dnsUpdate(secrets: SecretResolver): Action<Inputs> {
  return {
    name: 'dns.update',
    parse: inputParser('dns.update', schema),

    async probe(inputs, { signal }) {
      const server = await nameServer(inputs, secrets, signal);
      try {
        const { values, ttl } = await server.read(recordName(inputs));
        const done = isOnly(values, inputs.type, inputs.value) && ttl === inputs.ttl;
        // Whose TTL the caches go by was known before the update only; the plan's is what is left to go by.
        return done ? { answer: 'done', output: outputOf(inputs, null, inputs.ttl) } : { answer: 'not_done' };
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    async apply(inputs, { signal }) {
      const server = await nameServer(inputs, secrets, signal);
      const before = await server.read(recordName(inputs));
      throwIfStopped(signal, 'updating');
      await server.replace(recordName(inputs), inputs.value, inputs.ttl);
      return outputOf(inputs, before.values, before.ttl ?? 0);
    },

    async verify(inputs, { signal }, output) {
      const server = await nameServer(inputs, secrets, signal);
      const began = performance.now();
      const elapsed = (): number => Math.round((performance.now() - began) * 10) / 10;
      await untilServed(inputs, server, signal);
      const served = elapsed();
      const seen = await Promise.all(
        inputs.resolvers.map(async (resolver): Promise<[string, number]> => {
          await untilResolved(inputs, resolver, signal);
          return [resolver, elapsed()];
        }),
      );
      if (inputs.wait_ttl) await pause(Number(output['previous_ttl']) * 1000, signal);
      return { served_ms: served, resolvers: Object.fromEntries(seen), converged_ms: elapsed() };
    },

    async undo(inputs, { signal }) {
      const { undo_value: value } = inputs;
      if (value === null) return { value: null };
      const server = await nameServer(inputs, secrets, signal);
      throwIfStopped(signal, 'updating back');
      await server.replace(recordName(inputs), value, inputs.ttl);
      await untilServed({ ...inputs, value }, server, signal);
      return { value };
    },
  };
}

function outputOf(inputs: Inputs, previous: readonly string[] | null, previousTtl: number): JsonObject {
  const { name } = recordName(inputs);
  return { name, type: inputs.type, value: inputs.value, ttl: inputs.ttl, previous, previous_ttl: previousTtl };
}

function untilServed(inputs: Inputs, server: NameServer, signal: AbortSignal): Promise<void> {
  const record = recordName(inputs);
  return until(inputs, server.address, async () => (await server.read(record)).values, signal);
}

/** Resolvers hold on to the old value for as long as its TTL says. */
function untilResolved(inputs: Inputs, resolver: string, signal: AbortSignal): Promise<void> {
  const record = recordName(inputs);
  return until(inputs, resolver, () => lookUp(resolver, record, signal), signal);
}

async function until(
  inputs: Inputs,
  where: string,
  look: () => Promise<readonly string[] | string>,
  signal: AbortSignal,
): Promise<void> {
  for (let wait = POLL_MS; ; wait = Math.min(wait * 2, MAX_POLL_MS)) {
    const found = await look();
    if (typeof found !== 'string' && isOnly(found, inputs.type, inputs.value)) return;
    try {
      await pause(wait, signal);
    } catch (error) {
      if (!(error instanceof ActionAbortedError)) throw error;
      const { name } = recordName(inputs);
      const says = typeof found === 'string' ? found : found.join(', ') || 'nothing';
      throw new EffectMissingError(`${where} says ${says} for ${name}, not ${inputs.value}`, { where, says });
    }
  }
}
