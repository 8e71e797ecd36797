import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { component, planDocument } from '../testing/plans.js';
import { assessBackup, assessDnsTtl, assessLag, assessPlan, assessTests } from './assess.js';

const NOW = new Date(Date.UTC(2030, 0, 1));
const TESTED = { lastTestedAt: NOW, nextTestAt: null, now: NOW, steps: 4, exercised: 4 };
const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);

describe('what speaks against a plan', () => {
  it('a lag above the RPO, by whichever measure is worse; nothing measured is no proof of none', () => {
    const one = component('comp_db', { rpo: 1 });
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), (canaryMs, replayMs) => {
        const found = codes(assessLag(one, { bytes: 5, canaryMs, replayMs }));
        expect(found).toEqual(Math.max(canaryMs, replayMs) > 60_000 ? ['lag_exceeds_rpo'] : []);
      }),
    );
    expect(codes(assessLag(one, { bytes: 0, canaryMs: null, replayMs: null }))).toEqual(['lag_unknown']);
    const zero = component('comp_db', { rpo: 0 });
    expect(assessLag(zero, { bytes: 9, canaryMs: 5_000, replayMs: 0 })).toMatchObject([
      { severity: 'warning', measured: '5000 ms, 9 bytes', threshold: '1000 ms' },
    ]);
  });

  it('a backup older than it may be, and none at all', () => {
    const backup = { driver: 'pgbackrest', stanza: 'shop' } as const;
    fc.assert(
      fc.property(
        fc.nat(3000),
        fc.nat(3000),
        fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
        (age, rpo, maxAge) => {
          const settings = maxAge === undefined ? backup : { ...backup, max_age: maxAge };
          const one = component('comp_db', { rpo, backup: settings });
          const at = new Date(NOW.getTime() - age * 60_000);
          const allowed = maxAge ?? (rpo === 0 ? 1440 : rpo);
          expect(codes(assessBackup(one, { at }, NOW))).toEqual(age > allowed ? ['backup_too_old'] : []);
          expect(codes(assessBackup(one, null, NOW))).toEqual(['backup_missing']);
        },
      ),
    );
  });

  it('tests that never were, are old, overdue, or left steps out', () => {
    expect(assessTests(TESTED)).toEqual([]);
    expect(codes(assessTests({ ...TESTED, lastTestedAt: null }))).toEqual(['never_tested']);
    const old = new Date(NOW.getTime() - 91 * 86_400_000);
    expect(codes(assessTests({ ...TESTED, lastTestedAt: old, nextTestAt: old }))).toEqual([
      'test_too_old',
      'test_overdue',
    ]);
    expect(assessTests({ ...TESTED, exercised: 1 })).toMatchObject([{ code: 'path_not_exercised', measured: '25 %' }]);
  });

  it('a TTL as long as the RTO of who uses the name', () => {
    const base = planDocument();
    const plan = (ttl: number, procedures: readonly string[]) => ({
      ...base,
      components: [component('comp_gateway', { rto: 2, recovery_procedures: procedures })],
      failover_configuration: {
        ...base.failover_configuration,
        traffic: {
          dns: [
            {
              driver: 'rfc2136' as const,
              server: '127.0.0.1',
              zone: 'example.org',
              name: 'app',
              type: 'A' as const,
              ttl,
              values: { primary: '192.0.2.1', secondary: '192.0.2.2' },
            },
          ],
        },
      },
    });
    expect(assessDnsTtl(plan(119, ['dns_switchover']))).toEqual([]);
    expect(assessDnsTtl(plan(120, ['dns_switchover']))).toMatchObject([{ measured: '120 s', threshold: '120 s' }]);
    expect(assessDnsTtl(plan(120, []))).toEqual([]);
    // What the zone says now is what clients keep, whatever the plan will write.
    expect(assessDnsTtl(plan(5, ['dns_switchover']), [3600])).toMatchObject([{ measured: '3600 s' }]);
    expect(assessDnsTtl(plan(5, ['dns_switchover']), [null])).toEqual([]);
  });

  it('a site that nobody looks at, which weighs more when failovers begin by themselves', () => {
    const plan = planDocument();
    expect(assessPlan(plan)).toMatchObject([{ severity: 'info' }, { severity: 'info' }]);
    const automatic = { ...plan.failover_configuration, failover_automation: true };
    expect(codes(assessPlan({ ...plan, failover_configuration: automatic }))).toEqual([
      'automation_without_guard',
      'automation_without_guard',
    ]);
  });
});
