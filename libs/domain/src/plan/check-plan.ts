import { findCycle } from '../graph/dependency-graph.js';
import { BUILT_IN_RECIPES, isBuiltIn } from '../runbook/recipes/built-in.js';
import { drillFaults } from '../runbook/drill/drill-guard.js';
import { scheduleFaults } from '../schedule/testing-schedule.js';
import { approvalFaults } from './approval-faults.js';
import { executionMode } from './execution-mode.js';
import { parameterUseFaults } from './parameter-faults.js';
import { passwordFaults } from './password-faults.js';
import type { PlanDocument, ProcedureDefinition } from './plan-document.js';
import type { PlanFault } from './plan-fault.js';

export type { PlanFault } from './plan-fault.js';

/**
 * Finds everything in a well-formed plan document that makes no sense, all at once.
 * @param knowsAction whether the catalogue has an action of that name.
 */
export function checkPlan(plan: PlanDocument, knowsAction: (action: string) => boolean): readonly PlanFault[] {
  return [
    ...(plan.components.length === 0 ? [{ field: 'components', issue: 'Missing required components' }] : []),
    ...componentFaults(plan),
    ...procedureFaults(plan, knowsAction),
    ...approvalFaults(plan),
    ...passwordFaults(plan),
    ...(executionMode(plan) === 'live' ? [...bindingFaults(plan), ...parameterUseFaults(plan)] : []),
    ...scheduleFaults(plan.testing_schedule),
    ...drillFaults(plan),
  ];
}

function componentFaults(plan: PlanDocument): readonly PlanFault[] {
  const ids = plan.components.map((component) => component.component_id);
  const own = new Set(plan.recovery_procedures.map((procedure) => procedure.procedure_id));
  return [
    ...duplicates(ids, 'components', 'component_id'),
    ...plan.components.flatMap((component, index) => [
      ...unknownIds(component.dependencies, new Set(ids), `components[${index}].dependencies`, 'component'),
      ...component.recovery_procedures
        .filter((name) => !isBuiltIn(name) && !own.has(name))
        .map((name) => ({
          field: `components[${index}].recovery_procedures`,
          issue: `Unknown procedure: ${name} (neither built in nor a procedure_id of this plan)`,
        })),
      ...duplicates(component.recovery_procedures, `components[${index}].recovery_procedures`, 'procedure'),
    ]),
    ...cycleFault(
      plan.components.map((component) => ({ id: component.component_id, dependsOn: component.dependencies })),
      'components',
    ),
  ];
}

function procedureFaults(plan: PlanDocument, knowsAction: (action: string) => boolean): readonly PlanFault[] {
  const ids = plan.recovery_procedures.map((procedure) => procedure.procedure_id);
  return [
    ...duplicates(ids, 'recovery_procedures', 'procedure_id'),
    ...plan.recovery_procedures.flatMap((procedure, index) => [
      ...(isBuiltIn(procedure.procedure_id)
        ? [
            {
              field: `recovery_procedures[${index}].procedure_id`,
              issue: `${procedure.procedure_id} is the name of a built-in procedure`,
            },
          ]
        : []),
      ...unknownIds(procedure.dependencies, new Set(ids), `recovery_procedures[${index}].dependencies`, 'procedure'),
      ...stepFaults(procedure, `recovery_procedures[${index}].steps`, knowsAction),
    ]),
    ...cycleFault(
      plan.recovery_procedures.map((procedure) => ({ id: procedure.procedure_id, dependsOn: procedure.dependencies })),
      'recovery_procedures',
    ),
  ];
}

function stepFaults(
  procedure: ProcedureDefinition,
  field: string,
  knowsAction: (action: string) => boolean,
): readonly PlanFault[] {
  const automated = procedure.automation_level === 'automated' || procedure.automation_level === 'fully_automated';
  return procedure.steps.flatMap((step, index): PlanFault[] => {
    if (typeof step !== 'string') {
      return knowsAction(step.action)
        ? []
        : [{ field: `${field}[${index}].action`, issue: `Unknown action: ${step.action}` }];
    }
    if (!automated) return [];
    return [
      {
        field: `${field}[${index}]`,
        issue: `A text-only step needs a person, but the procedure is ${procedure.automation_level}`,
      },
    ];
  });
}

function bindingFaults(plan: PlanDocument): readonly PlanFault[] {
  return plan.components.flatMap((component, index) =>
    component.recovery_procedures.filter(isBuiltIn).flatMap((procedure): PlanFault[] => {
      const issue = BUILT_IN_RECIPES[procedure].unbound(plan, component);
      return issue === null ? [] : [{ field: `components[${index}].recovery_procedures`, issue }];
    }),
  );
}

function unknownIds(
  named: readonly string[],
  known: ReadonlySet<string>,
  field: string,
  what: string,
): readonly PlanFault[] {
  return named.filter((id) => !known.has(id)).map((id) => ({ field, issue: `Unknown ${what}: ${id}` }));
}

function duplicates(ids: readonly string[], field: string, what: string): readonly PlanFault[] {
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...repeated].map((id) => ({ field, issue: `Duplicate ${what}: ${id}` }));
}

function cycleFault(
  nodes: readonly { readonly id: string; readonly dependsOn: readonly string[] }[],
  field: string,
): readonly PlanFault[] {
  const cycle = findCycle(nodes);
  return cycle === null ? [] : [{ field, issue: `Dependencies form a cycle: ${cycle.join(' → ')}` }];
}
