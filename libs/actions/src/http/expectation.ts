import { z } from 'zod';
import type { Json } from '#domain/json.js';
import type { OutboundAnswer } from '#outbound/request.js';
import { jsonAssertionSchema, unmet } from './json-assertion.js';

const json: z.ZodType<Json> = z.json();

export const expectationSchema = z.strictObject({
  /** Statuses that are right; absent: any of 2xx. */
  status: z.array(z.number().int().min(100).max(599)).min(1).optional(),
  /** Must be found in the answer; what else is there does not matter. */
  json: z.record(z.string(), json).optional(),
  /** What must hold of values within the answer, wherever in a list they are. */
  json_paths: z.array(jsonAssertionSchema).min(1).max(50).optional(),
  /** Milliseconds. */
  max_latency_ms: z.number().positive().optional(),
});
export type Expectation = z.output<typeof expectationSchema>;

/**
 * @returns what is not as expected, or null. Names fields and expected values, never what came instead: an answer may
 * hold secrets, and this text is journalled.
 */
export function mismatch(answer: OutboundAnswer, expected: Expectation = {}): string | null {
  const { status, json: fields, json_paths: assertions = [], max_latency_ms: maxLatency } = expected;
  const statusIsRight = status ? status.includes(answer.status) : answer.status >= 200 && answer.status <= 299;
  if (!statusIsRight) return `status ${answer.status} instead of ${status ? status.join(' or ') : '2xx'}`;
  if (fields || assertions.length > 0) {
    const parsed = parseJson(answer.body);
    if (parsed === undefined) return 'the body is not JSON';
    const path = fields ? firstDifference(fields, parsed, '') : null;
    if (path !== null) return `the answer's ${path === '' ? 'body' : path} is not as expected`;
    const broken = assertions.find((assertion) => unmet(assertion, parsed));
    if (broken) return `the answer's ${broken.path} is not as expected`;
  }
  if (maxLatency !== undefined && answer.latencyMs > maxLatency) {
    return `it took ${answer.latencyMs} ms instead of at most ${maxLatency} ms`;
  }
  return null;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Objects may hold more than is expected of them; lists must have the same length, everything else must be equal. */
function firstDifference(expected: Json, found: Json | undefined, path: string): string | null {
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) return path;
    return firstOf(
      expected.map((item, index) => firstDifference(item as Json, found[index] as Json, `${path}[${index}]`)),
    );
  }
  if (expected !== null && typeof expected === 'object') {
    if (found === null || typeof found !== 'object' || Array.isArray(found)) return path;
    const fields = found as { readonly [key: string]: Json };
    return firstOf(
      Object.entries(expected as { readonly [key: string]: Json }).map(([key, value]) =>
        firstDifference(
          value,
          Object.hasOwn(fields, key) ? fields[key] : undefined,
          path === '' ? key : `${path}.${key}`,
        ),
      ),
    );
  }
  return expected === found ? null : path;
}

function firstOf(paths: readonly (string | null)[]): string | null {
  return paths.find((path) => path !== null) ?? null;
}
