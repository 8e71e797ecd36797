import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** What is waited for, as it should read in the error: "the standby streams". */
  readonly what: string;
  readonly deadlineMs?: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Errors that waiting does not mend; thrown at once. */
  readonly isFatal?: (error: unknown) => boolean;
}

export class WaitedTooLongError extends Error {
  constructor(what: string, deadlineMs: number, cause: unknown) {
    const last = cause instanceof Error ? ` (last error: ${cause.message})` : '';
    super(`waited ${deadlineMs / 1000} s in vain until ${what}${last}`, { cause });
    this.name = 'WaitedTooLongError';
  }
}

/**
 * Asks again and again until the answer is neither undefined nor false, and returns it. A probe that throws counts as
 * "not yet": what is being waited for is often not even reachable at first.
 */
export async function waitUntil<T>(
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  { what, deadlineMs = 60_000, everyMs = 20, signal, isFatal }: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    let cause: unknown;
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      if (isFatal?.(error)) throw error;
      cause = error;
    }
    if (performance.now() > deadline) throw new WaitedTooLongError(what, deadlineMs, cause);
    await delay(everyMs, undefined, { signal });
  }
}
