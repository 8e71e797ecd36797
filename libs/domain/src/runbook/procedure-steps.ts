import type { JsonObject } from '../json.js';
import type { ProcedureDefinition, StepDefinition } from '../plan/plan-document.js';
import type { RecipeSteps } from './recipe.js';
import type { StepDraft } from './step-list.js';

/** A person has this long before the attempt counts as late; the task itself waits for as long as it takes. */
const MANUAL_TIMEOUT_MS = 60_000;

/**
 * Turns a procedure of the plan into steps, one after the other.
 * @param prefix makes the step ids unique in their runbook.
 */
export function procedureSteps(
  procedure: ProcedureDefinition,
  prefix: string,
  componentId: string | null,
  after: readonly string[],
): RecipeSteps {
  let gates = after;
  const steps = procedure.steps.map((definition, index) => {
    const draft = procedureStep(definition, `${prefix}.${index + 1}`, componentId, gates);
    gates = [draft.id];
    return draft;
  });
  return { steps, gates };
}

function procedureStep(
  definition: StepDefinition,
  id: string,
  componentId: string | null,
  after: readonly string[],
): StepDraft {
  if (typeof definition === 'string') {
    return {
      id,
      name: definition,
      phase: 'procedure',
      componentId,
      action: 'manual',
      inputs: { task: definition },
      after,
      policy: { timeoutMs: MANUAL_TIMEOUT_MS, retries: 0 },
    };
  }
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
