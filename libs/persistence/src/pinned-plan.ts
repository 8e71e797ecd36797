import type { PinnedPlan } from '#domain/runbook/compile-failover.js';
import type { PlanRecord } from './records.js';

/** The plan as an execution is compiled from it and stays pinned to it. */
export function pinnedPlan(plan: PlanRecord): PinnedPlan {
  return {
    planId: plan.planId,
    version: plan.version,
    document: plan.document,
    activeSite: plan.activeSite,
    mode: plan.mode,
  };
}
