import type { Clock } from './ports.js';

/** Why what was set up beside work is put away. A reason that is given: without one every abort makes an error. */
const OVER = 'the work is over';

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
  const over = new AbortController();
  let isLate = false;
  const onOuter = (): void => inner.abort(outer.reason);
  outer.addEventListener('abort', onOuter, { once: true });
  void clock.sleep(limit.ms, over.signal).then(() => {
    if (over.signal.aborted || inner.signal.aborted) return;
    isLate = true;
    inner.abort(limit.late(undefined));
  });
  const givenUp = new Promise<never>((_, reject) => {
    const giveUp = async (): Promise<void> => {
      await clock.sleep(SETTLE_MS, over.signal);
      if (!over.signal.aborted) reject(inner.signal.reason as Error);
    };
    inner.signal.addEventListener('abort', () => void giveUp(), { once: true });
  });
  try {
    return await Promise.race([work(inner.signal), givenUp]);
  } catch (error) {
    if (!inner.signal.aborted) throw error;
    throw isLate && error !== inner.signal.reason ? limit.late(error) : inner.signal.reason;
  } finally {
    over.abort(OVER);
    outer.removeEventListener('abort', onOuter);
  }
}
