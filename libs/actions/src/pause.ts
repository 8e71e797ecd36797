import { setTimeout as delay } from 'node:timers/promises';
import { ActionAbortedError } from './errors.js';

/** Between two looks at the world. @throws ActionAbortedError as soon as the signal fires. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    throw new ActionAbortedError('waiting', {}, signal.reason ?? error);
  }
}
