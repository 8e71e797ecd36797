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

/** A change has to say which version it is based on, so that nobody's change is lost. */
export class PreconditionRequiredError extends DomainError {
  constructor() {
    super('precondition_required', 'Say which version the change is based on: send its ETag as If-Match', {
      header: 'If-Match',
    });
  }
}

export class ComponentNotFoundError extends DomainError {
  constructor(planId: string, componentId: string) {
    super('component_not_found', 'The plan has no such component', { plan_id: planId, component_id: componentId });
  }
}

export class PlanProcedureNotFoundError extends DomainError {
  constructor(planId: string, procedureId: string) {
    super('procedure_not_found', 'The plan has no such procedure', { plan_id: planId, procedure_id: procedureId });
  }
}
