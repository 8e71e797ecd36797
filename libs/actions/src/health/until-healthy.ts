import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';
import { ActionAbortedError } from '../errors.js';
import { pause } from '../pause.js';

/** Milliseconds between two attempts, at first and at most: convergence is measured, so the first ones are dense. */
const POLL_MS = 10;
const MAX_POLL_MS = 200;

/** The target was not healthy at any look before the step's time was up. */
export class UnhealthyError extends DomainError {
  constructor(target: string, why: string, attempts: number) {
    super('unhealthy', `${target} is not healthy: ${why}`, { target, why, attempts });
  }
}

/** One look: milliseconds it took, or why the target is not healthy. */
export type Look = { readonly latencyMs: number } | { readonly unhealthy: string };

/**
 * Looks until the target is healthy or the signal fires.
 * @returns `latency_ms` of the look that passed and `waited_ms` from the first look to its end.
 */
export async function untilHealthy(
  target: string,
  signal: AbortSignal,
  look: () => Promise<Look>,
): Promise<JsonObject> {
  const began = performance.now();
  let why = 'not looked at yet';
  let attempts = 0;
  try {
    for (let wait = POLL_MS; ; wait = Math.min(wait * 1.5, MAX_POLL_MS)) {
      attempts += 1;
      const seen = await look();
      if ('latencyMs' in seen)
        return { latency_ms: round(seen.latencyMs), waited_ms: round(performance.now() - began) };
      why = seen.unhealthy;
      await pause(wait, signal);
    }
  } catch (error) {
    if (error instanceof ActionAbortedError) throw new UnhealthyError(target, why, attempts);
    throw error;
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
