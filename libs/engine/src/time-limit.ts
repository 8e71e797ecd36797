import type { Clock } from './ports.js';

/** Milliseconds that work gets to come to rest once it was told to stop. */
export const SETTLE_MS = 1_000;

/**
 * Gives work its time and no more, also when it does not listen to its signal. Work that was told to stop is waited
 * for a moment, so that what follows (another attempt, an undo, another worker) does not meet it still acting.
 * @param outer stops the work early.
 * @throws the reason of the stop, with what the work itself had to say as its `cause`, when it was stopped.
 */
export async function withinTime<T>(
  clock: Clock,
  limit: { readonly ms: number; readonly late: (cause: unknown) => Error },
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const inner = new AbortController();
  let isLate = false;
  let giveUp: (reason: unknown) => void;
  const givenUp = new Promise<never>((_, reject) => (giveUp = reject));
  const stop = (reason: unknown): void => {
    if (inner.signal.aborted) return;
    callOff();
    callOff = clock.alarm(SETTLE_MS, () => giveUp(inner.signal.reason));
    inner.abort(reason);
  };
  let callOff = clock.alarm(limit.ms, () => {
    isLate = true;
    stop(limit.late(undefined));
  });
  const onOuter = (): void => stop(outer.reason);
  outer.addEventListener('abort', onOuter, { once: true });
  try {
    return await Promise.race([work(inner.signal), givenUp]);
  } catch (error) {
    if (!inner.signal.aborted) throw error;
    throw isLate && error !== inner.signal.reason ? limit.late(error) : inner.signal.reason;
  } finally {
    callOff();
    outer.removeEventListener('abort', onOuter);
  }
}
