import { DomainError } from '#domain/errors.js';
import type { PlanFault } from '#domain/plan/check-plan.js';

/** The plan is not a document at all, or makes no sense; the first fault stands in `field` and `issue`. */
export class InvalidPlanError extends DomainError {
  constructor(faults: readonly [PlanFault, ...PlanFault[]]) {
    const [{ field, issue }] = faults;
    const all = faults.map((fault) => ({ field: fault.field, issue: fault.issue }));
    super(
      'invalid_dr_plan',
      INVALID_PLAN,
      isMissingComponents(faults) ? { field, issue } : { field, issue, issues: all },
    );
  }
}

export const INVALID_PLAN = 'Invalid disaster recovery plan';

export const MISSING_COMPONENTS: PlanFault = { field: 'components', issue: 'Missing required components' };

/** SPEC.md shows this answer word for word, with nothing beside field and issue. */
function isMissingComponents(faults: readonly PlanFault[]): boolean {
  return faults.length === 1 && faults[0]!.issue === MISSING_COMPONENTS.issue;
}
