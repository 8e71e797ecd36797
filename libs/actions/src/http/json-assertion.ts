import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Json } from '#domain/json.js';
import { JsonPathError, parseJsonPath } from './json-path.js';

const json: z.ZodType<Json> = z.json();

export const jsonAssertionSchema = z.strictObject({
  /** See json-path.ts. */
  path: z.string().max(1_000).superRefine(mustBePath),
  equals: json.optional(),
  one_of: z.array(json).min(1).optional(),
  at_least: z.number().optional(),
  at_most: z.number().optional(),
  /** How many values there must be, 0 for none; absent: at least one. */
  count: z.number().int().min(0).optional(),
});
export type JsonAssertion = z.output<typeof jsonAssertionSchema>;

/** Whether something is wrong with what is found at the path: too few values, or one that is not as it must be. */
export function unmet(assertion: JsonAssertion, body: Json): boolean {
  const { path, count } = assertion;
  const values = parseJsonPath(path)(body);
  const isEnough = count === undefined ? values.length > 0 : values.length === count;
  return !isEnough || !values.every((value) => isRight(value, assertion));
}

function isRight(value: Json, { equals, one_of: oneOf, at_least: least, at_most: most }: JsonAssertion): boolean {
  return (
    (equals === undefined || isDeepStrictEqual(value, equals)) &&
    (oneOf === undefined || oneOf.some((one) => isDeepStrictEqual(value, one))) &&
    (least === undefined || (typeof value === 'number' && value >= least)) &&
    (most === undefined || (typeof value === 'number' && value <= most))
  );
}

function mustBePath(text: string, context: z.RefinementCtx): void {
  try {
    parseJsonPath(text);
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
}
