import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Detection, Site } from '../plan/plan-document.js';
import { planDocument } from '../testing/plans.js';
import { cooldownEnd, decideTrigger, type TriggerSituation } from './decide-trigger.js';
import { requiredVotes } from './detection.js';
import type { Trigger } from './trigger.js';
import type { CheckView } from './vantage-view.js';

const NOW = Date.parse('2026-03-01T03:00:00Z');
const CONFIGURATION = {
  ...planDocument().failover_configuration,
  failover_triggers: ['site_unavailable', 'performance_degradation', 'manual_trigger'],
  failover_automation: true,
};

function check(location: string, site: Site, rest: Partial<CheckView> = {}): CheckView {
  return {
    location,
    site,
    fresh: true,
    checkedAt: NOW,
    failures: 0,
    threshold: 3,
    failingSince: null,
    slowSince: null,
    healthyAt: NOW - 5_000,
    stableAt: NOW - 5_000,
    error: null,
    ...rest,
  };
}

const DOWN: Partial<CheckView> = { failures: 3, failingSince: NOW - 1_000, error: 'connection refused' };
const outage = (...locations: string[]) =>
  locations.flatMap((location) => [check(location, 'primary', DOWN), check(location, 'secondary')]);

interface Change extends Partial<Omit<TriggerSituation, 'plan'>> {
  readonly detection?: Detection;
  readonly plan?: Partial<TriggerSituation['plan']>;
}

function situation({ plan, detection, ...rest }: Change = {}): TriggerSituation {
  return {
    trigger: 'site_unavailable',
    source: 'monitor',
    now: NOW,
    plan: {
      active: true,
      live: true,
      activeSite: 'primary',
      configuration: { ...CONFIGURATION, ...(detection === undefined ? {} : { detection }) },
      ...plan,
    },
    automation: { global: true, plan: true },
    lastFailover: null,
    lastStartedAt: null,
    checks: outage('a'),
    suspects: new Set(),
    readiness: 'unknown',
    ...rest,
  };
}

const codes = (change: Change) => decideTrigger(situation(change)).reasons.map(({ code }) => code);
const over = { failoverId: 'failover_1', over: true, requestedAt: NOW - 20_000, endedAt: NOW - 10_000 };

describe('a trigger', () => {
  test('starts a failover when nothing speaks against it; the outage began with the first failed probe of all', () => {
    const early = check('b', 'primary', { ...DOWN, failingSince: NOW - 4_000 });
    const decided = decideTrigger(situation({ checks: [...outage('a'), early, check('b', 'secondary')] }));
    expect(decided).toMatchObject({ decision: 'started', reasons: [], outageStartedAt: NOW - 4_000, required: 2 });
  });

  test.each<[string, Change]>([
    ['plan_not_active', { plan: { active: false } }],
    ['plan_not_live', { plan: { live: false } }],
    ['trigger_not_listed', { plan: { configuration: { ...CONFIGURATION, failover_triggers: [] } } }],
    ['automation_not_configured', { plan: { configuration: { ...CONFIGURATION, failover_automation: false } } }],
    ['failover_in_progress', { lastFailover: { ...over, over: false, cooldownAcknowledged: true } }],
  ])('is ignored: %s', (code, change) => {
    expect(decideTrigger(situation(change)).decision).toBe('ignored');
    expect(codes(change)).toEqual([code]);
  });

  test.each<[string, Change]>([
    ['automation_off_globally', { automation: { global: false, plan: true } }],
    ['automation_paused', { automation: { global: true, plan: false } }],
    ['cooldown', { lastFailover: { ...over, cooldownAcknowledged: false } }],
    ['not_rearmed', { lastStartedAt: NOW - 2_000 }],
    ['never_seen_healthy', { checks: [check('a', 'primary', { ...DOWN, healthyAt: null }), check('a', 'secondary')] }],
    [
      'quorum_not_met',
      { checks: [...outage('a'), check('b', 'primary'), check('b', 'secondary')], detection: { quorum: 2 } },
    ],
    ['not_ready', { readiness: 'not_ready' }],
    ['target_site_not_healthy', { checks: [check('a', 'primary', DOWN), check('a', 'secondary', { failures: 1 })] }],
  ])('is blocked: %s', (code, change) => {
    expect(decideTrigger(situation(change)).decision).toBe('blocked');
    expect(codes(change)).toContain(code);
  });

  test('never moves to a site that nobody probes, or that was probed only before the trouble began', () => {
    expect(codes({ checks: [check('a', 'primary', DOWN)] })).toEqual(['target_site_not_healthy']);
    const before = check('a', 'secondary', { checkedAt: NOW - 1_001 });
    expect(codes({ checks: [check('a', 'primary', DOWN), before] })).toEqual(['target_site_not_healthy']);
    const stale = check('a', 'secondary', { fresh: false });
    expect(codes({ checks: [check('a', 'primary', DOWN), stale] })).toEqual(['target_site_not_healthy']);
  });

  test('does not count what sees nothing at all, and says so', () => {
    expect(codes({ checks: outage('a', 'b'), suspects: new Set(['b']) })).toEqual([
      'vantage_point_suspect',
      'quorum_not_met',
      'target_site_not_healthy',
    ]);
  });

  test('counts what has fallen silent among those of which a majority is needed', () => {
    const silent = outage('b').map((view) => ({ ...view, fresh: false }));
    expect(codes({ checks: [...outage('a'), ...silent] })).toContain('quorum_not_met');
    expect(codes({ checks: [...outage('a', 'c'), ...silent] })).toEqual([]);
  });

  test('may be pulled again when the cool-down is over or acknowledged, and the site was well in between', () => {
    const last = { ...over, cooldownAcknowledged: false };
    expect(cooldownEnd(last, CONFIGURATION)).toBe(NOW - 10_000 + 3_600_000);
    expect(codes({ lastFailover: { ...last, cooldownAcknowledged: true }, lastStartedAt: NOW - 20_000 })).toEqual([]);
    const short = { ...CONFIGURATION, cooldown: 10 };
    expect(codes({ lastFailover: last, plan: { configuration: short } })).toEqual([]);
  });

  test('of latency needs every answer of the window to be slow, and a target that is not', () => {
    const slow = (since: number) => check('a', 'primary', { slowSince: NOW - since });
    const detection = { max_latency_ms: 100, window: 10 };
    const of = (primary: CheckView, secondary = check('a', 'secondary')) =>
      codes({ trigger: 'performance_degradation', detection, checks: [primary, secondary] });
    expect(of(slow(10_000))).toEqual([]);
    expect(of(slow(9_999))).toContain('quorum_not_met');
    expect(of(slow(10_000), check('a', 'secondary', { slowSince: NOW }))).toEqual(['target_site_not_healthy']);
  });

  test('of somebody who says so needs no proof of the trouble, and every other guard', () => {
    const well = [check('a', 'primary'), check('a', 'secondary')];
    expect(codes({ trigger: 'manual_trigger', source: 'api', checks: well })).toEqual([]);
    expect(codes({ trigger: 'manual_trigger', source: 'api', checks: [] })).toEqual(['target_site_not_healthy']);
    expect(
      codes({
        trigger: 'manual_trigger',
        source: 'alertmanager',
        checks: well,
        automation: { global: false, plan: true },
      }),
    ).toEqual(['automation_off_globally']);
  });
});

const view = fc.record({
  location: fc.constantFrom('a', 'b', 'c'),
  site: fc.constantFrom<Site>('primary', 'secondary'),
  fresh: fc.boolean(),
  checkedAt: fc.integer({ min: NOW - 2_000, max: NOW }),
  failures: fc.integer({ min: 0, max: 4 }),
  threshold: fc.constant(3),
  failingSince: fc.option(fc.integer({ min: NOW - 2_000, max: NOW })),
  slowSince: fc.option(fc.integer({ min: NOW - 100_000, max: NOW })),
  healthyAt: fc.option(fc.integer({ min: NOW - 9_000, max: NOW })),
  stableAt: fc.option(fc.integer({ min: NOW - 9_000, max: NOW })),
  error: fc.constant(null),
});

const mostly = fc.constantFrom(true, true, true, false);

const anySituation = fc
  .record({
    trigger: fc.constantFrom<Trigger>('site_unavailable', 'performance_degradation', 'manual_trigger'),
    source: fc.constantFrom('monitor' as const, 'api' as const, 'alertmanager' as const),
    checks: fc.oneof(
      fc.array(view, { maxLength: 8 }),
      fc.array(view, { maxLength: 1 }).map((more) => [...outage('a', 'b'), ...more]),
    ),
    suspects: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')).map((names) => new Set(names)),
    automation: fc.record({ global: mostly, plan: mostly }),
    plan: fc.record({ active: mostly, live: mostly }),
    lastStartedAt: fc.option(fc.integer({ min: NOW - 9_000, max: NOW })),
    lastFailover: fc.option(
      fc.record({
        failoverId: fc.constant('failover_1'),
        over: mostly,
        requestedAt: fc.constant(NOW - 5_000_000),
        endedAt: fc.option(fc.integer({ min: NOW - 4_000_000, max: NOW })),
        cooldownAcknowledged: mostly,
      }),
    ),
    readiness: fc.constantFrom('ready' as const, 'not_ready' as const, 'unknown' as const),
    detection: fc.record(
      {
        quorum: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant('majority' as const)),
        max_latency_ms: fc.constant(5),
      },
      { requiredKeys: [] },
    ),
  })
  .map(situation);

test('whatever the world looks like: nothing is started when any guard forbids it', () => {
  let started = 0;
  fc.assert(
    fc.property(anySituation, (at) => {
      const { decision, views, required } = decideTrigger(at);
      const forbidden =
        !at.plan.active ||
        !at.plan.live ||
        !at.automation.global ||
        !at.automation.plan ||
        at.readiness === 'not_ready' ||
        at.lastFailover?.over === false ||
        (cooldownEnd(at.lastFailover, at.plan.configuration) ?? 0) > at.now;
      if (forbidden) expect(decision).not.toBe('started');
      if (decision !== 'started') return;
      started += 1;
      expect(required).toBe(requiredVotes(at.plan.configuration.detection?.quorum ?? 'majority', views.length));
      const sure = views.filter(({ location }) => {
        const target = at.checks.filter((one) => one.location === location && one.site === 'secondary');
        const active = at.checks.filter((one) => one.location === location && one.site === 'primary');
        const healthy = target.length > 0 && target.every((one) => one.fresh && one.failures === 0);
        const failing = active.some((one) => one.fresh && (one.failures >= one.threshold || one.slowSince !== null));
        return healthy && !at.suspects.has(location) && (at.source !== 'monitor' || failing);
      });
      expect(sure.length).toBeGreaterThanOrEqual(required);
    }),
    { numRuns: 5_000 },
  );
  // Or nothing was shown.
  expect(started).toBeGreaterThan(0);
});

test('fifty blips shorter than the threshold start nothing, one outage starts something', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 50, maxLength: 50 }), (blips) => {
      // Each blip fails fewer probes than the threshold, then the site answers again.
      const probes = blips.flatMap((failed) => [...Array.from({ length: failed }, (_, index) => index + 1), 0]);
      const decide = (failures: number) =>
        decideTrigger(
          situation({
            checks: [
              check('a', 'primary', { failures, failingSince: failures > 0 ? NOW : null }),
              check('a', 'secondary'),
            ],
          }),
        ).decision;
      expect(probes.map(decide)).not.toContain('started');
      expect(decide(3)).toBe('started');
    }),
  );
});
