import { sendRequest } from '#outbound/request.js';
import { ActionAbortedError, EffectMissingError, PeerUnreachableError } from '../errors.js';
import { pause } from '../pause.js';

/** Milliseconds between two looks, at first and at most: customers wait for what is looked for. */
const POLL_MS = 2;
const MAX_POLL_MS = 200;
const POLL_GROWTH = 1.5;
/** Milliseconds for one request through the balancer. */
const REQUEST_MS = 2_000;

/**
 * Looks until it is there, less and less often.
 * @param look what was looked for, or null while it is not there.
 * @throws what `missing` makes when the signal fires before that.
 */
export async function untilSeen<T>(
  look: () => Promise<T | null>,
  missing: () => EffectMissingError,
  signal: AbortSignal,
): Promise<T> {
  for (let wait = POLL_MS; ; wait = Math.min(wait * POLL_GROWTH, MAX_POLL_MS)) {
    const seen = await look();
    if (seen !== null) return seen;
    try {
      await pause(wait, signal);
    } catch (error) {
      if (!(error instanceof ActionAbortedError)) throw error;
      throw missing();
    }
  }
}

/**
 * Asks through the balancer until the answer is 2xx.
 * @returns milliseconds until then. @throws EffectMissingError with the last answer when the signal fires before that.
 */
export async function untilAnswered(url: string, signal: AbortSignal): Promise<number> {
  const began = performance.now();
  let last = 'no answer yet';
  const look = async (): Promise<number | null> => {
    try {
      const { status } = await sendRequest({ method: 'GET', url }, signal, REQUEST_MS);
      if (status >= 200 && status <= 299) return Math.round((performance.now() - began) * 10) / 10;
      last = `status ${status}`;
    } catch (error) {
      if (!(error instanceof PeerUnreachableError)) throw error;
      last = error.why;
    }
    return null;
  };
  const missing = () => new EffectMissingError(`no good answer through the balancer: ${last}`, { last });
  return untilSeen(look, missing, signal);
}
