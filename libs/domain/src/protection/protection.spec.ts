import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgePassive, planProtection, PROTECTION_STATES, type ServerSight } from './protection.js';

const timeline = fc.integer({ min: 1, max: 20 });
const anySight: fc.Arbitrary<ServerSight> = fc.oneof(
  fc.record({ role: fc.constant('unreachable' as const), why: fc.string() }),
  fc.record({ role: fc.constant('primary' as const), fenced: fc.boolean(), timeline }),
  fc.record({
    role: fc.constant('standby' as const),
    streaming: fc.boolean(),
    timeline: fc.option(timeline),
    lagBytes: fc.option(fc.nat()),
    replayLagMs: fc.option(fc.nat()),
  }),
);

describe('what a server of the site that is not active means', () => {
  it('fences only what takes writes and is proven to have been replaced', () => {
    fc.assert(
      fc.property(anySight, fc.option(timeline), (sight, active) => {
        const { remedy } = judgePassive(sight, active);
        const replaced = sight.role === 'primary' && !sight.fenced && active !== null && sight.timeline < active;
        expect(remedy === 'fence').toBe(replaced);
      }),
    );
  });

  it('is a risk whenever it takes writes, and never otherwise', () => {
    fc.assert(
      fc.property(anySight, fc.option(timeline), (sight, active) => {
        const writable = sight.role === 'primary' && !sight.fenced;
        expect(judgePassive(sight, active).state === 'split_brain_risk').toBe(writable);
      }),
    );
  });

  it('protects only as a standby that streams what is not over', () => {
    const standby = { role: 'standby', streaming: true, timeline: 2, lagBytes: 0, replayLagMs: 0 } as const;
    expect(judgePassive(standby, 2).state).toBe('protected');
    expect(judgePassive(standby, 3).state).toBe('unprotected');
    expect(judgePassive({ ...standby, streaming: false }, 2).state).toBe('unprotected');
    expect(judgePassive({ role: 'unreachable', why: 'refused' }, 2).state).toBe('unprotected');
  });
});

describe('the protection of a plan', () => {
  const states = fc.array(fc.constantFrom(...PROTECTION_STATES.filter((state) => state !== 'reprotecting')), {
    minLength: 1,
  });

  it('is that of its worst component', () => {
    fc.assert(
      fc.property(states, fc.boolean(), (components, reprotecting) => {
        const state = planProtection(components, reprotecting);
        if (components.includes('split_brain_risk')) expect(state).toBe('split_brain_risk');
        else if (reprotecting) expect(state).toBe('reprotecting');
        else expect(state === 'protected').toBe(components.every((one) => one === 'protected'));
      }),
    );
  });
});
