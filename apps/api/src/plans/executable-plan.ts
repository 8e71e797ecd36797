import { PlanArchivedError } from '#persistence/errors.js';
import type { PlanRecord } from '#persistence/records.js';

/**
 * The plan, when something may be executed with it. This refuses early; that nothing begins while the plan is being
 * archived is decided by the transaction that writes the execution (`insertExecution`).
 * @throws PlanArchivedError
 */
export function executablePlan(plan: PlanRecord): PlanRecord {
  if (plan.status === 'archived') throw new PlanArchivedError(plan.planId);
  return plan;
}
