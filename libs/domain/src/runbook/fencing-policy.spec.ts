import { describe, expect, it } from '@jest/globals';
import { failoverRequest, pinned, shop } from '../testing/plans.js';
import type { FailoverConfiguration, PlanDocument, PostgresTarget } from '../plan/plan-document.js';
import { compileFailover, type FailoverRequest } from './compile-failover.js';
import { compileReprotect, reprotectObstacles } from './compile-reprotect.js';
import { runbookInForce } from './ungraceful.js';

const HOOK = { action: 'http', with: { method: 'POST', url: 'http://rack/off' } };

function shopWith(configuration: Partial<FailoverConfiguration>, target: Partial<PostgresTarget> = {}): PlanDocument {
  const plan = shop();
  return {
    ...plan,
    components: plan.components.map((component) => {
      const { primary, secondary } = component.targets ?? {};
      if (primary?.driver !== 'postgres' || secondary?.driver !== 'postgres') return component;
      return { ...component, targets: { primary: { ...primary, ...target }, secondary: { ...secondary, ...target } } };
    }),
    failover_configuration: { ...plan.failover_configuration, ...configuration },
  };
}

function fenceOf(plan: PlanDocument, request: Partial<FailoverRequest>, ungraceful = false) {
  const runbook = compileFailover(pinned(plan), failoverRequest(request));
  const inForce = ungraceful ? runbookInForce(runbook, { ungraceful: {} }) : runbook;
  const { inputs, policy } = inForce.steps.find(({ action }) => action === 'postgres.fence')!;
  return { required: inputs['required'], onFailure: policy.onFailure };
}

describe('the fencing policy', () => {
  it('is require for automatic failovers and best effort for those of people', () => {
    expect(fenceOf(shop(), { failoverType: 'unplanned' })).toEqual({ required: false, onFailure: 'pause' });
    const automatic = { failoverType: 'unplanned', automatic: true } as const;
    expect(fenceOf(shop(), automatic)).toEqual({ required: true, onFailure: 'pause' });
  });

  it('follows the plan where that says something', () => {
    const unplanned = { failoverType: 'unplanned' } as const;
    expect(fenceOf(shopWith({ fencing: 'require' }), unplanned).required).toBe(true);
    expect(fenceOf(shopWith({ fencing: 'best_effort' }), { ...unplanned, automatic: true }).required).toBe(false);
  });

  it('never lets a planned one go on without a fence, and a switched one by the policy', () => {
    const planned = { failoverType: 'planned' } as const;
    expect(fenceOf(shopWith({ fencing: 'best_effort' }), planned)).toEqual({ required: true, onFailure: 'rollback' });
    expect(fenceOf(shop(), planned, true)).toEqual({ required: false, onFailure: 'pause' });
    expect(fenceOf(shopWith({ fencing: 'require' }), planned, true)).toEqual({ required: true, onFailure: 'pause' });
  });

  it('hands the hook of the site that gives up the work to its fence, and gives it time', () => {
    const steps = (plan: PlanDocument) =>
      compileFailover(pinned(plan), failoverRequest({ failoverType: 'unplanned' })).steps;
    const fence = (plan: PlanDocument) => steps(plan).find(({ action }) => action === 'postgres.fence')!;
    expect(fence(shop()).inputs).not.toHaveProperty('hook');
    expect(fence(shopWith({}, { fence: HOOK })).inputs).toMatchObject({ hook: HOOK });
    expect(fence(shopWith({}, { fence: HOOK })).policy.timeoutMs).toBeGreaterThan(60_000);
  });

  it('lets a synchronous standby wait for nobody before it is promoted', () => {
    const runbook = compileFailover(pinned(shopWith({ synchronous: true })), failoverRequest({}));
    const promote = runbook.steps.find(({ action }) => action === 'postgres.promote')!;
    const off = runbook.steps.find(({ action }) => action === 'postgres.synchronous')!;
    expect(off.inputs).toMatchObject({ url: promote.inputs['url'], standby: null });
    expect(promote.dependsOn).toContain(off.id);
  });
});

describe('reprotecting', () => {
  const control = { slot: 'dr_db', stop: HOOK, start: HOOK, base_copy: HOOK };

  it('says what is missing', () => {
    expect(reprotectObstacles(pinned(shop()))[0]).toContain('has no control');
    expect(reprotectObstacles(pinned(shopWith({}, { control })))).toEqual([]);
  });

  it('moves no authority, and lets commits wait for the standby only when it is one', () => {
    const plan = { ...pinned(shopWith({ synchronous: true }, { control })), activeSite: 'secondary' as const };
    const { direction, steps, timeoutMs } = compileReprotect(plan);
    expect(direction).toBeNull();
    expect(steps.map(({ action }) => action)).toEqual(['postgres.rejoin', 'postgres.synchronous']);
    const targets = plan.document.components.find(({ targets }) => targets?.primary?.driver === 'postgres')!.targets!;
    expect(steps[0]!.inputs).toMatchObject({ url: targets.primary!.url, upstream: targets.secondary!.url });
    expect(steps[1]!.dependsOn).toEqual([steps[0]!.id]);
    expect(timeoutMs).toBeGreaterThan(steps[0]!.policy.timeoutMs);
  });
});
