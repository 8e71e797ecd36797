import { connect } from 'node:net';
import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { DomainError } from '#domain/errors.js';
import { networkReason, PeerUnreachableError } from '../errors.js';
import { guardedLookup, requireAllowedHost } from '#outbound/address-guard.js';
import { inputParser } from '../parse-inputs.js';
import { stoppable } from '../stoppable.js';
import { untilHealthy, type Look } from './until-healthy.js';

const schema = z.strictObject({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  /** Milliseconds for one attempt. */
  timeout_ms: z.number().positive(),
});
type Inputs = z.output<typeof schema>;

/** Waits until a port accepts connections. Accepting is all it proves: the kernel does that for a hung program too. */
export function healthTcp(): Action<Inputs> {
  return {
    name: 'health.tcp',
    onlyLooks: true,
    parse: inputParser('health.tcp', schema),
    probe: () => Promise.resolve({ answer: 'not_done' }),
    apply: (inputs, { signal }) => untilHealthy(`${inputs.host}:${inputs.port}`, signal, () => lookTcp(inputs, signal)),
    verify: () => Promise.resolve({}),
  };
}

/** One attempt to connect. */
export async function lookTcp({ host, port, timeout_ms: timeoutMs }: Inputs, signal: AbortSignal): Promise<Look> {
  requireAllowedHost(host);
  const began = performance.now();
  const peer = `${host}:${port}`;
  const socket = connect({ host, port, lookup: guardedLookup() });
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  try {
    await stoppable(connected, {
      what: `connecting to ${peer}`,
      signal,
      timeoutMs,
      stop: () => socket.destroy(),
      onTimeout: () => new PeerUnreachableError(peer, 'timed out'),
    });
    return { latencyMs: performance.now() - began };
  } catch (error) {
    if (error instanceof PeerUnreachableError) return { unhealthy: error.why };
    if (error instanceof DomainError) throw error;
    return { unhealthy: networkReason(error) };
  } finally {
    socket.destroy();
  }
}
