import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readinessScore, readinessStatus, type EvidenceAge, type FindingCounts } from './readiness.js';

const count = fc.integer({ min: 0, max: 20 });
const counts: fc.Arbitrary<FindingCounts> = fc.record({
  errors: count,
  warnings: count,
  acknowledged: count,
  infos: count,
});
const age: fc.Arbitrary<EvidenceAge> = fc.record({
  ageMs: fc.integer({ min: 0, max: 86_400_000 }),
  intervalMs: fc.integer({ min: 50, max: 3_600_000 }),
});
const kind = fc.constantFrom('errors', 'warnings', 'acknowledged', 'infos');
const ORDER = ['ready', 'at_risk', 'not_ready'];

describe('the readiness of a plan', () => {
  it('is between 0 and 100, and never higher for one finding more or for older evidence', () => {
    fc.assert(
      fc.property(counts, age, kind, fc.nat(), (found, evidence, one, olderMs) => {
        const score = readinessScore(found, evidence);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(readinessScore({ ...found, [one]: found[one] + 1 }, evidence)).toBeLessThanOrEqual(score);
        expect(readinessScore(found, { ...evidence, ageMs: evidence.ageMs + olderMs })).toBeLessThanOrEqual(score);
      }),
    );
  });

  it('never gets a better status by one finding more, and once it is unknown it stays so', () => {
    fc.assert(
      fc.property(counts, age, kind, fc.nat(), (found, evidence, one, olderMs) => {
        const status = readinessStatus(found, evidence);
        const more = readinessStatus({ ...found, [one]: found[one] + 1 }, evidence);
        if (status === 'unknown') {
          expect(more).toBe('unknown');
          expect(readinessStatus(found, { ...evidence, ageMs: evidence.ageMs + olderMs })).toBe('unknown');
        } else expect(ORDER.indexOf(more)).toBeGreaterThanOrEqual(ORDER.indexOf(status));
      }),
    );
  });

  it('acknowledging a warning helps, and an error can not be talked away', () => {
    const now = { ageMs: 0, intervalMs: 1_000 };
    const none = { errors: 0, warnings: 0, acknowledged: 0, infos: 0 };
    expect(readinessScore(none, now)).toBe(100);
    expect(readinessStatus({ ...none, warnings: 1 }, now)).toBe('at_risk');
    expect(readinessStatus({ ...none, acknowledged: 1 }, now)).toBe('ready');
    expect(readinessScore({ ...none, acknowledged: 1 }, now)).toBeGreaterThan(
      readinessScore({ ...none, warnings: 1 }, now),
    );
    expect(readinessStatus({ ...none, errors: 1 }, now)).toBe('not_ready');
    expect(readinessStatus(none, { ageMs: 6_001, intervalMs: 1_000 })).toBe('unknown');
  });
});
