import { MANUAL_ACTION, type ApprovalRequirement } from '../execution/approval.js';
import type { JsonObject } from '../json.js';
import type { ProcedureDefinition, StepDefinition } from '../plan/plan-document.js';
import type { RecipeSteps } from './recipe.js';
import type { StepDraft } from './step-list.js';

/** A person has this long before the attempt counts as late; the task itself waits for as long as it takes. */
const MANUAL_TIMEOUT_MS = 60_000;

/**
 * Turns a procedure of the plan into steps, one after the other. Where its automation level asks for it a person
 * approves first: each action of a `manual` procedure, the first action of a `semi_automated` one.
 * @param prefix makes the step ids unique in their runbook.
 */
export function procedureSteps(
  procedure: ProcedureDefinition,
  prefix: string,
  componentId: string | null,
  after: readonly string[],
): RecipeSteps {
  let gates = after;
  const share = shareOfEstimate(procedure);
  const firstAction = procedure.steps.findIndex((definition) => typeof definition !== 'string');
  const steps = procedure.steps.flatMap((definition, index) => {
    const id = `${prefix}.${index + 1}`;
    const approved =
      typeof definition !== 'string' &&
      (procedure.automation_level === 'manual' ||
        (procedure.automation_level === 'semi_automated' && index === firstAction));
    const drafts = approved
      ? [
          approvalStep(`Approve: ${definition.name}`, {
            id: `${id}.approve`,
            componentId,
            after: gates,
            ...(procedure.approval === undefined ? {} : { approval: procedure.approval }),
          }),
          { ...procedureStep(definition, id, componentId, [`${id}.approve`]), ...share },
        ]
      : [{ ...procedureStep(definition, id, componentId, gates), ...share }];
    gates = [id];
    return drafts;
  });
  return { steps, gates };
}

/** The plan says how long a procedure takes, and not which of its steps takes how much of that. */
function shareOfEstimate({ estimated_duration, steps }: ProcedureDefinition): Pick<StepDraft, 'expectedMs'> {
  return estimated_duration > 0 ? { expectedMs: (estimated_duration * 60_000) / steps.length } : {};
}

interface Approval {
  readonly id: string;
  readonly componentId: string | null;
  readonly after: readonly string[];
  readonly approval?: ApprovalRequirement;
}

/** A step that only lets through what people want: those whom a requirement names, or whoever confirms it. */
export function approvalStep(task: string, { id, componentId, after, approval }: Approval): StepDraft {
  const draft = manualStep(task, id, componentId, after);
  // A requirement is plain data; its interface only has no index signature.
  return approval === undefined ? draft : { ...draft, inputs: { task, approvals: { ...approval } } };
}

function manualStep(task: string, id: string, componentId: string | null, after: readonly string[]): StepDraft {
  return {
    id,
    name: task,
    phase: 'procedure',
    componentId,
    action: MANUAL_ACTION,
    inputs: { task },
    after,
    policy: { timeoutMs: MANUAL_TIMEOUT_MS, retries: 0 },
  };
}

function procedureStep(
  definition: StepDefinition,
  id: string,
  componentId: string | null,
  after: readonly string[],
): StepDraft {
  if (typeof definition === 'string') return manualStep(definition, id, componentId, after);
  return {
    id,
    name: definition.name,
    phase: 'procedure',
    componentId,
    action: definition.action,
    inputs: actionInputs(definition.with, definition.probe, definition.undo),
    after,
    idempotent: definition.idempotent ?? false,
    undoable: definition.undo !== undefined,
    policy: {
      ...(definition.timeout === undefined ? {} : { timeoutMs: definition.timeout * 1000 }),
      ...(definition.retries === undefined ? {} : { retries: definition.retries }),
      ...(definition.on_failure === undefined ? {} : { onFailure: definition.on_failure }),
    },
  };
}

/** An action's inputs are one document: `with`, and beside it how to probe and how to undo. */
export function actionInputs(inputs: JsonObject = {}, probe?: JsonObject, undo?: JsonObject): JsonObject {
  return { ...inputs, ...(probe === undefined ? {} : { probe }), ...(undo === undefined ? {} : { undo }) };
}
