/** Attempts after which a notification is given up until a person asks for it again. */
export const MAX_ATTEMPTS = 8;

/** Milliseconds; no pause is longer. */
const LONGEST_MS = 3_600_000;
const GROWTH = 3;

/**
 * Milliseconds to wait after the given attempt has failed: three times longer each time, with jitter between half and
 * the whole of it, so that what failed together does not come back together.
 *
 * With 5 s to begin with the eight attempts are spread over 45 to 90 minutes: long enough for greylisting and for a
 * restart of the mail server, short enough that what comes is still news.
 *
 * @param attempt 1 for the first. @param random from 0 to 1.
 */
export function retryDelayMs(attempt: number, firstMs: number, random: number): number {
  const whole = Math.min(firstMs * GROWTH ** (attempt - 1), LONGEST_MS);
  return Math.round(whole * (0.5 + random / 2));
}
