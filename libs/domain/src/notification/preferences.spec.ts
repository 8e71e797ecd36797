import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOMENTS } from './event.js';
import { recipientsOf, type Occasion } from './preferences.js';

const PLAN = { recipients: ['a@x', 'b@x'] };
const BASE: Occasion = {
  kind: 'failover',
  moment: 'started',
  overallResult: null,
  plan: PLAN,
  testingSchedule: null,
  test: null,
  notifyStakeholders: true,
};
const told = (change: Partial<Occasion>) => recipientsOf({ ...BASE, ...change });

describe('recipientsOf', () => {
  it('tells the recipients of the plan, each once', () => {
    expect(told({ plan: { recipients: ['a@x', ' a@x ', 'b@x', ''] } })).toEqual(['a@x', 'b@x']);
  });

  it('a plan without notifications tells nobody', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('failover', 'procedure', 'test'),
        fc.constantFrom(...MOMENTS),
        (kind, moment) => told({ kind, moment, plan: null }).length === 0,
      ),
    );
  });

  it.each([
    ['failover', 'on_failover'],
    ['procedure', 'on_recovery'],
    ['test', 'on_test'],
  ] as const)('%s: %s decides, and nothing else does', (kind, flag) => {
    const others = { on_failover: false, on_recovery: false, on_test: false };
    expect(told({ kind, plan: { ...PLAN, [flag]: false } })).toEqual([]);
    expect(told({ kind, plan: { ...PLAN, ...others, [flag]: true } })).toEqual(['a@x', 'b@x']);
    expect(told({ kind, plan: { ...PLAN, ...others, [flag]: undefined } })).toEqual(['a@x', 'b@x']);
  });

  it('notify_stakeholders: false silences a failover', () => {
    expect(told({ notifyStakeholders: false })).toEqual([]);
  });

  it.each([
    ['started', null, 'on_start'],
    ['completed', null, 'on_completion'],
    ['completed', 'passed', 'on_completion'],
    ['completed', 'failed', 'on_failure'],
    ['completed_with_exceptions', null, 'on_completion'],
    ['paused', null, 'on_failure'],
    ['failed', null, 'on_failure'],
    ['rolled_back', null, 'on_failure'],
    ['cancelled', null, 'on_failure'],
  ] as const)('a test that %s (%s): its own %s decides, above the plan', (moment, overallResult, flag) => {
    const plan = { ...PLAN, on_test: false };
    const none = { on_start: false, on_completion: false, on_failure: false };
    const tell = (test: object) => told({ kind: 'test', moment, overallResult, plan, test });
    expect(tell({ ...none, [flag]: true, recipients: ['t@x'] })).toEqual(['t@x']);
    expect(tell({ [flag]: false, recipients: ['t@x'] })).toEqual([]);
    expect(tell({ ...none, [flag]: true })).toEqual(['a@x', 'b@x']);
  });

  it("a test without wishes of its own tells the plan's recipients and those of its testing schedule", () => {
    expect(told({ kind: 'test', testingSchedule: ['s@x', 'a@x'] })).toEqual(['a@x', 'b@x', 's@x']);
  });
});
