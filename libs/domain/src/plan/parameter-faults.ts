import { placeholdersOf } from '../runbook/procedure-parameters.js';
import type { PlanDocument } from './plan-document.js';
import type { PlanFault } from './plan-fault.js';

/**
 * A failover has no parameters to fill a component's procedures with, so a step that names one could only stop it half
 * way. Such a procedure can be executed by itself.
 */
export function parameterUseFaults(plan: PlanDocument): readonly PlanFault[] {
  const asking = new Map(
    plan.recovery_procedures.map((procedure) => [procedure.procedure_id, parametersOf(procedure.steps)]),
  );
  return plan.components.flatMap((component, index) =>
    withDependencies(plan, component.recovery_procedures).flatMap((id) => {
      const parameters = asking.get(id) ?? [];
      if (parameters.length === 0) return [];
      const issue = `${id} uses ${parameters.join(', ')}, and a failover has no parameters: execute it by itself`;
      return [{ field: `components[${index}].recovery_procedures`, issue }];
    }),
  );
}

function parametersOf(steps: PlanDocument['recovery_procedures'][number]['steps']): readonly string[] {
  const all = steps.flatMap((step) => [...placeholdersOf(step)]);
  return [...new Set(all.filter((path) => path.startsWith('parameters.')))];
}

/** Ids that nothing is known of are told elsewhere. */
function withDependencies(plan: PlanDocument, ids: readonly string[]): readonly string[] {
  const needed = new Set(ids);
  for (const id of needed) {
    const procedure = plan.recovery_procedures.find((candidate) => candidate.procedure_id === id);
    for (const dependency of procedure?.dependencies ?? []) needed.add(dependency);
  }
  return [...needed];
}
