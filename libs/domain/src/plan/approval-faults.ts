import { approvalIssues, MANUAL_ACTION } from '../execution/approval.js';
import type { Json } from '../json.js';
import type { PlanDocument, ProcedureDefinition, StepDefinition } from './plan-document.js';
import type { PlanFault } from './plan-fault.js';

/**
 * Approvals that a plan asks for and that nobody would be asked for, or that could be passed over. What they say is
 * read when the plan is saved: nothing in them may be filled in later.
 */
export function approvalFaults({ recovery_procedures }: PlanDocument): readonly PlanFault[] {
  return recovery_procedures.flatMap((procedure, index) => [
    ...unusedApproval(procedure, `recovery_procedures[${index}].approval`),
    ...procedure.steps.flatMap((step, at) => stepFaults(step, `recovery_procedures[${index}].steps[${at}]`)),
  ]);
}

function unusedApproval(
  { approval, automation_level: level }: ProcedureDefinition,
  field: string,
): readonly PlanFault[] {
  if (approval === undefined || level === 'manual' || level === 'semi_automated') return [];
  return [{ field, issue: `A procedure that is ${level} waits for nobody: make it semi_automated or manual` }];
}

function stepFaults(step: StepDefinition, field: string): readonly PlanFault[] {
  if (typeof step === 'string' || step.action !== MANUAL_ACTION) return [];
  const asked: Json | undefined = step.with?.['approvals'];
  if (asked === undefined) return [];
  return [
    ...approvalIssues(asked).map((issue) => ({ field: `${field}.with`, issue })),
    ...(step.on_failure === 'continue'
      ? [{ field: `${field}.on_failure`, issue: 'continue would go on when somebody declines' }]
      : []),
  ];
}
