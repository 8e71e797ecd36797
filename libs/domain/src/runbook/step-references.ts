import type { Json, JsonObject } from '../json.js';
import { fillTemplate } from './template.js';

/** `{{steps.<step id>.output.<field>}}`: a value that an earlier step produced. Step ids may hold dots. */
const REFERENCE = /^steps\.(.+)\.output\.([\w-]+)$/;

/**
 * Fills references to the outputs of earlier steps. Other placeholders are refused: they had to be filled
 * when the runbook was compiled.
 * @throws TemplateError
 */
export function fillStepReferences(inputs: JsonObject, outputOf: (stepId: string) => JsonObject | null): JsonObject {
  return fillTemplate(inputs, (path): Json | undefined => {
    const match = REFERENCE.exec(path);
    if (!match) return undefined;
    return outputOf(match[1]!)?.[match[2]!];
  });
}
