import type { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import { InvalidInputError } from '#engine/errors.js';

/**
 * Makes an action's `parse` out of its schema.
 * Messages name fields and what is expected of them, never the value: it may be a secret.
 */
export function inputParser<S extends z.ZodType>(action: string, schema: S): (inputs: JsonObject) => z.output<S> {
  return (inputs) => {
    const result = schema.safeParse(inputs);
    if (result.success) return result.data;
    throw new InvalidInputError(action, result.error.issues.flatMap(describe));
  };
}

function describe(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: is not known`);
  }
  return [at === '' ? issue.message : `${at}: ${issue.message}`];
}
