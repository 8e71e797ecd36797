import { otherSite, type PlanDocument, type Site } from '../../plan/plan-document.js';
import type { PinnedPlan } from '../compile-failover.js';
import { replicatedComponents, reprotectObstacles } from '../compile-reprotect.js';
import type { Runbook } from '../runbook.js';
import { buildStep, type StepDraft } from '../step-list.js';

/** Executions of the service itself that a live switchover test starts, in this order. */
export const LEGS = ['there', 'reprotect_there', 'back', 'reprotect_back'] as const;
export type Leg = (typeof LEGS)[number];

/** Steps of a live switchover test; its results are told by them. */
export const SWITCHOVER_STEPS = ['check', 'there', 'reprotect_there', 'check_back', 'back', 'reprotect_back', 'compare'] as const; // prettier-ignore
export type SwitchoverStep = (typeof SWITCHOVER_STEPS)[number];

/** What a step says to a person who has to go on where it failed. */
export type NextAction = 'repair' | 'return' | 'reprotect' | 'compare';

/** Where a plan is when a step of the test has failed, and what a person does next; it has one writable primary. */
export const NEXT_ACTION_AFTER: Readonly<Record<SwitchoverStep, NextAction>> = {
  check: 'repair',
  there: 'repair',
  reprotect_there: 'return',
  check_back: 'return',
  back: 'return',
  reprotect_back: 'reprotect',
  compare: 'compare',
};

/** Milliseconds for a look at everything that has to hold before a plan is moved. */
const CHECK_MS = 120_000;

export interface SwitchoverRequest {
  readonly timeoutMs: number;
}

/** Why the plan can not be moved to its other site and back by itself; empty: it can. */
export function switchoverObstacles(plan: PinnedPlan): readonly string[] {
  const sites: readonly Site[] = ['primary', 'secondary'];
  return [...new Set(sites.flatMap((activeSite) => reprotectObstacles({ ...plan, activeSite })))];
}

/**
 * Compiles a live switchover test: the plan's own planned failover, and back, with the old primary made a standby again
 * after each. What moves anything are executions of their own, which the steps start and wait for; so each of them keeps
 * all that a failover keeps, and the test itself has no direction. `switchoverObstacles` found none.
 */
export function compileSwitchover(plan: PinnedPlan, { timeoutMs }: SwitchoverRequest): Runbook {
  const home = plan.activeSite;
  const away = otherSite(home);
  const [there, back] = [siteName(plan.document, away), siteName(plan.document, home)];
  const said = { plan_id: plan.planId, version: plan.version };
  const drafts: readonly (Omit<StepDraft, 'after' | 'policy'> & { readonly id: SwitchoverStep })[] = [
    {
      id: 'check',
      name: `The plan can be moved to ${there}, and back`,
      phase: 'precheck',
      action: 'switchover.check',
      inputs: { ...said, active: home },
    },
    {
      id: 'there',
      name: `Planned failover to ${there}`,
      phase: 'promote',
      action: 'switchover.move',
      inputs: { ...said, leg: 'there', to: away },
      proves: ['connectivity'],
    },
    {
      id: 'reprotect_there',
      name: `${back} streams from ${there}`,
      phase: 'synchronize',
      action: 'switchover.reprotect',
      inputs: { ...said, leg: 'reprotect_there', active: away },
      proves: ['data_synchronized'],
    },
    {
      id: 'check_back',
      name: `The plan can be moved back to ${back}`,
      phase: 'precheck',
      action: 'switchover.check',
      inputs: { ...said, active: away, moved_by: '{{steps.there.output.execution_id}}' },
    },
    {
      id: 'back',
      name: `Planned failover back to ${back}`,
      phase: 'promote',
      action: 'switchover.move',
      inputs: { ...said, leg: 'back', to: home },
      proves: ['connectivity'],
    },
    {
      id: 'reprotect_back',
      name: `${there} streams from ${back}`,
      phase: 'synchronize',
      action: 'switchover.reprotect',
      inputs: { ...said, leg: 'reprotect_back', active: home },
      proves: ['data_synchronized'],
    },
    {
      id: 'compare',
      name: 'Everything replicates as it did before',
      phase: 'verify',
      action: 'switchover.check',
      inputs: {
        ...said,
        active: home,
        moved_by: '{{steps.back.output.execution_id}}',
        before: '{{steps.check.output.topology}}',
      },
    },
  ];
  const steps = drafts.map((draft, index) =>
    buildStep(
      {
        ...draft,
        after: index === 0 ? [] : [drafts[index - 1]!.id],
        idempotent: true,
        // What fails ends the test where it is. Nobody has to be awake for it, and nothing more is moved.
        policy: {
          timeoutMs: draft.action === 'switchover.check' ? CHECK_MS : timeoutMs,
          retries: 0,
          onFailure: 'abort',
        },
      },
      { retries: 0 },
    ),
  );
  return {
    kind: 'test',
    exercise: 'live_switchover',
    mode: plan.mode,
    planId: plan.planId,
    planVersion: plan.version,
    failoverType: null,
    direction: null,
    parallel: false,
    timeoutMs,
    outageStartedAt: null,
    steps,
  };
}

/** Slots by which the standby of a site streams, by component: before a test as after it. */
export function standbySlots(plan: PlanDocument, passive: Site): ReadonlyMap<string, string> {
  return new Map(
    replicatedComponents(plan).flatMap(({ component_id, targets }) => {
      const target = targets?.[passive];
      return target?.driver === 'postgres' && target.control ? [[component_id, target.control.slot] as const] : [];
    }),
  );
}

function siteName({ failover_configuration }: PlanDocument, site: Site): string {
  return failover_configuration[`${site}_site`].name;
}
