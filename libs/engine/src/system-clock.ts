import type { Clock } from './ports.js';

/** Timers that are to wait longer fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    for (let left = ms; left >= 0 && !signal.aborted; left -= LONGEST_TIMER_MS) {
      await wait(Math.min(left, LONGEST_TIMER_MS), signal);
    }
  },
  alarm: (ms, ring) => {
    let timer: NodeJS.Timeout;
    const set = (left: number): void => {
      const now = Math.min(left, LONGEST_TIMER_MS);
      timer = setTimeout(() => (left > now ? set(left - now) : ring()), now);
    };
    set(ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** By hand: every step sleeps beside its work and is woken by it, and Node's own would make an error of each waking. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
