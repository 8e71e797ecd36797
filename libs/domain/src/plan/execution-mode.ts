import type { ExecutionMode } from '../runbook/runbook.js';
import type { PlanDocument } from './plan-document.js';

/**
 * A plan in which nothing is bound (no component has targets, no step has an action) can only be walked through.
 * Anything bound makes it live, and then everything has to be: nothing is ever simulated inside a live failover.
 */
export function executionMode(plan: PlanDocument): ExecutionMode {
  const bound =
    plan.components.some((component) => Object.keys(component.targets ?? {}).length > 0) ||
    plan.recovery_procedures.some((procedure) => procedure.steps.some((step) => typeof step !== 'string'));
  return bound ? 'live' : 'simulation';
}
