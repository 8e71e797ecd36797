import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitRto, type RtoTimeline, type Span } from './rto-split.js';

const NOTHING = { pauses: [], machine: [], converging: [], human: [] };
const moment = fc.integer({ min: 0, max: 1_000 });
const spans = fc.array(
  fc.tuple(moment, moment).map(([a, b]): Span => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  { maxLength: 5 },
);
const timeline: fc.Arbitrary<RtoTimeline> = fc.record({
  outageStartedAt: moment,
  requestedAt: moment,
  firstStepAt: moment,
  recoveredAt: moment,
  pauses: spans,
  machine: spans,
  converging: spans,
  human: spans,
});

describe('the split of an RTO', () => {
  it('adds up to the whole, with no negative part, whatever the clocks say', () => {
    fc.assert(
      fc.property(timeline, (times) => {
        const parts = Object.values(splitRto(times) as unknown as Record<string, number>);
        expect(parts.every((part) => part >= 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(Math.max(0, times.recoveredAt - times.outageStartedAt));
      }),
    );
  });

  it('a longer pause never makes anything but the human wait longer', () => {
    fc.assert(
      fc.property(timeline, fc.tuple(moment, moment), (times, [a, b]) => {
        const pause = { from: Math.min(a, b), to: Math.max(a, b) };
        const before = splitRto(times);
        const after = splitRto({ ...times, pauses: [...times.pauses, pause] });
        expect(after.human_wait_ms).toBeGreaterThanOrEqual(before.human_wait_ms);
        expect(after.machine_ms).toBeLessThanOrEqual(before.machine_ms);
        expect(after.converge_ms).toBeLessThanOrEqual(before.converge_ms);
      }),
    );
  });

  it('gives each moment to whoever held the recovery up', () => {
    const times: RtoTimeline = {
      ...NOTHING,
      outageStartedAt: 0,
      requestedAt: 100,
      firstStepAt: 120,
      recoveredAt: 1_000,
      machine: [{ from: 120, to: 500 }],
      pauses: [{ from: 200, to: 300 }],
      converging: [{ from: 450, to: 800 }],
      human: [{ from: 700, to: 900 }],
    };
    expect(splitRto(times)).toEqual({
      detect_ms: 100,
      decide_ms: 20,
      human_wait_ms: 100 + 100,
      machine_ms: 80 + 200 + 100,
      converge_ms: 300,
    });
  });
});
