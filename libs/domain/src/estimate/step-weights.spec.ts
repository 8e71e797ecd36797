import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { step } from '../testing/runbooks.js';
import { stepWeights } from './step-weights.js';

const history = (p50Ms: number) => ({ p50Ms, p90Ms: p50Ms, runs: 1 });

describe('weights of steps', () => {
  it('are what was measured, else what the plan says, else the average', () => {
    const steps = [step('a', { expectedMs: 9_999 }), step('b', { expectedMs: 3_000 }), step('c')];
    expect(stepWeights(steps, new Map([['a', history(1_000)]]))).toEqual([500, 1_500, 1_000]);
  });

  it('are equal where nothing is known', () => {
    expect(stepWeights([step('a'), step('b')], new Map())).toEqual([1_000, 1_000]);
  });

  it('are whole and positive, in the order of the durations, and add up to a thousand for each step', () => {
    // Milliseconds from a clock of microseconds.
    const duration = fc.integer({ min: 0, max: 1e12 }).map((microseconds) => microseconds / 1_000);
    const durations = fc.array(fc.option(duration), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(durations, (ms) => {
        const steps = ms.map((_, index) => step(`s${index}`));
        const known = ms.flatMap((value, index) => (value === null ? [] : [[`s${index}`, history(value)] as const]));
        const weights = stepWeights(steps, new Map(known));
        expect(weights.every((weight) => Number.isInteger(weight) && weight >= 1)).toBe(true);
        ms.forEach((a, i) =>
          ms.forEach((b, j) => {
            if (a !== null && b !== null && a > b) expect(weights[i]).toBeGreaterThanOrEqual(weights[j]!);
          }),
        );
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        // Rounding, and that nothing is for nothing, move each step by one at most.
        expect(Math.abs(total - 1_000 * ms.length)).toBeLessThanOrEqual(ms.length);
      }),
    );
  });
});
