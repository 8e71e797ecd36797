import type { Json, JsonObject } from '../json.js';
import { fillTemplate } from './template.js';

/** `{{steps.<step id>.output.<field>}}`: a value that an earlier step produced. Step ids may hold dots. */
const REFERENCE = /^steps\.(.+)\.output\.([\w-]+)$/;

/** What an earlier step left behind: nothing when it was skipped, or failed and was passed over. */
export interface StepResult {
  readonly output: JsonObject | null;
}

/**
 * Fills references to the outputs of earlier steps. What a step without output would have said is null: whoever
 * skips a step must not have to skip all that asks for its output as well. Other placeholders are refused: they had
 * to be filled when the runbook was compiled.
 * @param resultOf null when the runbook has no such step.
 * @throws TemplateError
 */
export function fillStepReferences(inputs: JsonObject, resultOf: (stepId: string) => StepResult | null): JsonObject {
  return fillTemplate(inputs, (path): Json | undefined => {
    const [, stepId, field] = REFERENCE.exec(path) ?? [];
    const result = stepId === undefined ? null : resultOf(stepId);
    if (result === null || field === undefined) return undefined;
    if (result.output === null) return null;
    return Object.hasOwn(result.output, field) ? result.output[field] : undefined;
  });
}
