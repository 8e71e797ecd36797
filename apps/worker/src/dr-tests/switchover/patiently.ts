import { pause } from '#actions/pause.js';
import { isDatabaseUnavailable } from '#persistence/database-fault.js';

/**
 * Asks the service's own database until it answers: that it was away for a moment says nothing of the plan, and must not
 * end a test half way.
 * @throws ActionAbortedError, and what `ask` throws but for that.
 */
export async function patiently<T>(pollMs: number, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      await pause(pollMs, signal);
    }
  }
}
