import type { PlanDocument } from '#domain/plan/plan-document.js';
import type { Fault } from '../validation/fault.js';
import type { CreatePlanDto } from './create-plan.dto.js';
import { toComponent, toFailoverConfiguration, toProcedure } from './plan.mapper.js';

/** Parts whose sense is checked; a fault in any of them would make the check say what is not so. */
const CHECKED = /^(components|failover_configuration|recovery_procedures)\b/;
/** Faults there say nothing of ids, dependencies, steps and bindings. */
const BYSTANDERS =
  /^components\[\d+\]\.(name|type|priority|rto|rpo)$|^recovery_procedures\[\d+\]\.(name|description|estimated_duration)$/;

/** The plan as far as its sense can be judged in spite of its faults; null when it can not. */
export function readableParts(partial: Partial<CreatePlanDto>, faults: readonly Fault[]): PlanDocument | null {
  const blocked = faults.some(
    ({ field, kind }) => CHECKED.test(field) && kind !== 'unknown' && !BYSTANDERS.test(field),
  );
  if (blocked || !partial.components || !partial.failover_configuration) return null;
  return {
    plan_name: '',
    description: '',
    scope: '',
    priority: 'low',
    rto: 1,
    rpo: 0,
    recovery_tier: '',
    components: partial.components.map(toComponent),
    failover_configuration: toFailoverConfiguration(partial.failover_configuration),
    recovery_procedures: (partial.recovery_procedures ?? []).map(toProcedure),
    testing_schedule: null,
    notifications: null,
  };
}
