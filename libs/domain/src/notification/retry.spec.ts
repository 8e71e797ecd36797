import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_ATTEMPTS, retryDelayMs } from './retry.js';

it('waits three times longer each time, up to an hour, with jitter between half and the whole', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: MAX_ATTEMPTS }),
      fc.integer({ min: 10, max: 3_600_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, first, random) => {
        const whole = Math.min(first * 3 ** (attempt - 1), 3_600_000);
        const delay = retryDelayMs(attempt, first, random);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(whole / 2));
        expect(delay).toBeLessThanOrEqual(whole);
      },
    ),
  );
});

it('eight attempts are spread over 45 to 90 minutes', () => {
  const sum = (random: number) =>
    Array.from({ length: MAX_ATTEMPTS - 1 }, (_, i) => retryDelayMs(i + 1, 5_000, random)).reduce((a, b) => a + b);
  expect(sum(0) / 3_600_000).toBeCloseTo(0.75, 1);
  expect(sum(1) / 3_600_000).toBeCloseTo(1.5, 1);
});
