import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { achievedRto, worstRpo } from './recovery-objectives.js';

describe('achieved recovery time', () => {
  it('runs from the start of the outage to the recovery, to the millisecond', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.nat(), (outage, ms) => {
        const recovered = new Date(outage.getTime() + ms);
        fc.pre(!Number.isNaN(recovered.getTime()));
        expect(achievedRto(outage, recovered)).toBe(ms);
      }),
    );
  });

  it('is not known while there is no recovery, and never negative', () => {
    expect(achievedRto(new Date(), null)).toBeNull();
    expect(achievedRto(null, new Date())).toBeNull();
    expect(achievedRto(new Date(1), new Date(0))).toBe(0);
  });
});

describe('the recovery point of a whole', () => {
  it('is that of its worst part; what was not measured does not count', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat())), (parts) => {
        const worst = worstRpo(parts);
        const measured = parts.filter((part) => part !== null);
        if (measured.length === 0) expect(worst).toBeNull();
        else expect(measured).toContain(worst);
        for (const part of measured) expect(worst).toBeGreaterThanOrEqual(part);
      }),
    );
  });

  it('is null and not zero when nothing was measured, and zero when nothing was lost', () => {
    expect(worstRpo([])).toBeNull();
    expect(worstRpo([null, null])).toBeNull();
    expect(worstRpo([null, 0])).toBe(0);
  });
});
