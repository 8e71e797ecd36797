import { setMaxListeners } from 'node:events';

/**
 * Gives work that listens to its signal `ms` milliseconds, and tells it to stop at their end. Waits for the work, whatever
 * it makes of that; work that does not listen is a case for `stoppable`.
 *
 * Not `AbortSignal.any([outer, AbortSignal.timeout(ms)])`: that holds what it is made of weakly, so the time-out is
 * collected as garbage and never fires. Here the timer holds the signal, and is given back with the work.
 * @param outer stops the work early, by its own reason. At the end of the time the reason is a TimeoutError.
 * @throws what the work throws; then what else it had begun is stopped, too, for nobody limits it any more.
 */
export async function withinLimit<T>(
  ms: number,
  outer: AbortSignal,
  work: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const late = (): void => limit.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  const stop = (): void => limit.abort(outer.reason);
  const timer = setTimeout(late, ms);
  // As many works as want to may follow one signal at a time: Node would warn of a leak from the eleventh on.
  setMaxListeners(0, outer);
  outer.addEventListener('abort', stop, { once: true });
  if (outer.aborted) stop();
  try {
    return await work(limit.signal);
  } catch (error) {
    limit.abort(error);
    throw error;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', stop);
  }
}
