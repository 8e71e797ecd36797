import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './ports.js';

/** Timers that are to wait longer fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    for (let left = ms; left >= 0 && !signal.aborted; left -= LONGEST_TIMER_MS) {
      // An abort ends the wait; it is not a failure of it.
      await delay(Math.min(left, LONGEST_TIMER_MS), undefined, { signal }).catch(() => undefined);
    }
  },
  random: () => Math.random(),
};
