import { ActionAbortedError } from './errors.js';

/**
 * Waits for work that can not be aborted itself, such as a query to a frozen server.
 * Whichever comes first wins: the result, the signal, or the end of `timeoutMs`. In the last two cases `stop` is
 * called, and what the work does later is of no interest to anybody.
 */
export function stoppable<T>(
  work: Promise<T>,
  limits: { what: string; signal: AbortSignal; timeoutMs: number; stop: () => void; onTimeout: () => Error },
): Promise<T> {
  const { what, signal, timeoutMs, stop, onTimeout } = limits;
  return new Promise<T>((resolve, reject) => {
    const giveUp = (error: Error) => {
      settle();
      stop();
      reject(error);
    };
    const onAbort = () => giveUp(new ActionAbortedError(what, {}, signal.reason));
    const timer = setTimeout(() => giveUp(onTimeout()), timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(settle);
    if (signal.aborted) onAbort();
  });
}

/** @throws ActionAbortedError when the signal has fired. Call it before every act that changes the world. */
export function throwIfStopped(signal: AbortSignal, what: string): void {
  if (signal.aborted) throw new ActionAbortedError(what, {}, signal.reason);
}
