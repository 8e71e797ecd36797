import { ERROR_STATUS } from '../errors/error-status.js';
import { MEANINGS } from './error-meanings.js';
import { headerReferences } from './headers.js';
import type { OpenApiDocument, Reference, ResponseObject, Schema, Schemas } from './model.js';
import { anyObject, list, ref, string } from './schema.js';

/** What `details` always holds, of codes whose clients read it. */
const DETAILS: Readonly<Record<string, Schema>> = {
  validation_failed: {
    type: 'object',
    required: ['issues'],
    properties: { issues: list(string()) },
    additionalProperties: true,
  },
  invalid_dr_plan: {
    type: 'object',
    required: ['field', 'issue'],
    properties: { field: string(), issue: string() },
    additionalProperties: true,
  },
};

const HEADERS_OF: Readonly<Record<number, readonly string[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  429: ['Retry-After', 'RateLimit-Policy', 'RateLimit'],
  503: ['Retry-After'],
};

const statusOf = (code: string): number => {
  const status = ERROR_STATUS.get(code);
  if (status === undefined) throw new Error(`${code} is not in ERROR_STATUS`);
  return status;
};

const meaningOf = (code: string): string => MEANINGS[code] ?? code.replaceAll('_', ' ');

function errorSchema(code: string): Schema {
  return {
    type: 'object',
    description: `${statusOf(code)} ${code}: ${meaningOf(code)}`,
    required: ['error', 'message', 'details'],
    properties: { error: { const: code }, message: string(), details: DETAILS[code] ?? anyObject() },
  };
}

function response(description: string, status: number, schema: Schema): ResponseObject {
  return {
    description,
    headers: headerReferences(['X-Request-Id', ...(HEADERS_OF[status] ?? [])]),
    content: { 'application/json': { schema } },
  };
}

/** `plan_not_found` is PlanNotFoundError. */
function nameOf(code: string): string {
  const words = code.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('').replace(/Error$/, '')}Error`;
}

/** The body of each error that there is. */
export function errorSchemas(): Schemas {
  return Object.fromEntries([...ERROR_STATUS.keys()].map((code) => [nameOf(code), errorSchema(code)]));
}

/** What answers an address or a method that no operation has. */
const OF_NO_OPERATION: ReadonlySet<string> = new Set(['not_found', 'method_not_allowed']);

/** The responses of codes that are the only one of their status in some operation, and of those that are in none. */
export function errorResponses(paths: OpenApiDocument['paths']): Readonly<Record<string, ResponseObject>> {
  const referred = new Set(
    Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ responses }) => Object.values(responses))
      .flatMap((answer) => ('$ref' in answer ? [answer.$ref] : [])),
  );
  return Object.fromEntries(
    [...ERROR_STATUS]
      .filter(([code]) => OF_NO_OPERATION.has(code) || referred.has(referenceTo(code)))
      .map(([code, status]) => [code, response(`${status} ${code}: ${meaningOf(code)}`, status, ref(nameOf(code)))]),
  );
}

const referenceTo = (code: string): string => `#/components/responses/${code}`;

/** What a route answers that may end with these errors, by status. */
export function answersOfErrors(
  codes: readonly string[],
): readonly (readonly [status: string, ResponseObject | Reference])[] {
  const statuses = [...new Set(codes.map(statusOf))].toSorted((a, b) => a - b);
  return statuses.map((status) => {
    const those = [...new Set(codes)].filter((code) => statusOf(code) === status).toSorted();
    const [only, ...others] = those;
    if (others.length === 0) return [String(status), { $ref: referenceTo(only!) }];
    const description = those.map((code) => `${code}: ${meaningOf(code)}`).join('\n\n');
    return [String(status), response(description, status, { anyOf: those.map((code) => ref(nameOf(code))) })];
  });
}
