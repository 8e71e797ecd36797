import { answersOfErrors } from './errors.js';
import { headerReferences } from './headers.js';
import type { Operation, ParameterObject, Reference, ResponseObject, Route, Schema } from './model.js';

const BEARER = [{ bearer: [] }];

/** What every route may answer: any request can have a body, and a body can be unreadable. */
const ALWAYS = [
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
  'internal_error',
  'service_unavailable',
];
const WITH_TOKEN = ['unauthorized', 'forbidden', 'identity_provider_unavailable'];
const WITH_KEY = [
  'invalid_idempotency_key',
  'idempotency_in_progress',
  'idempotency_outcome_unknown',
  'idempotency_key_reused',
];

function takesKey({ method, permission, repeatable = true }: Route): boolean {
  return method === 'post' && permission !== null && repeatable;
}

/** A plan that can not be read is an invalid plan, not an invalid request. */
function writesPlan({ body, errors = [] }: Route): boolean {
  return body !== undefined && errors.includes('invalid_dr_plan');
}

function errorsOf(route: Route): readonly string[] {
  return [
    ...ALWAYS.filter((code) => code !== 'invalid_request' || !writesPlan(route)),
    ...(route.permission === null ? [] : WITH_TOKEN),
    ...(takesKey(route) ? WITH_KEY : []),
    ...(route.limit === undefined ? [] : ['rate_limited']),
    ...(route.errors ?? []),
  ];
}

function parametersOf(route: Route): readonly (ParameterObject | Reference)[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const named = [...inPath, ...(route.parameters ?? []), ...(takesKey(route) ? ['Idempotency-Key'] : [])];
  return [
    ...named.map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ...Object.entries(route.query ?? {}).map(([name, schema]) => inQuery(name, schema)),
  ];
}

function inQuery(name: string, schema: Schema): ParameterObject {
  return { name, in: 'query', required: false, schema };
}

function answersOf(route: Route): readonly (readonly [string, ResponseObject])[] {
  const always = [
    'X-Request-Id',
    ...(route.limit === undefined ? [] : ['RateLimit-Policy', 'RateLimit']),
    ...(takesKey(route) ? ['Idempotency-Replayed'] : []),
  ];
  return Object.entries(route.answers).map(
    ([status, { description, schema, mediaType = 'application/json', headers = [], example }]) => [
      status,
      {
        description,
        headers: headerReferences([...headers, ...always]),
        ...(schema === undefined
          ? {}
          : { content: { [mediaType]: { schema, ...(example === undefined ? {} : { example }) } } }),
      },
    ],
  );
}

/** The operation of a route, with what it has in common with others. */
export function operation(tag: string, route: Route): Operation {
  const { id, summary, description, permission, body } = route;
  const needs = permission === null ? 'Needs no token.' : `Needs the permission \`${permission}\`.`;
  const parameters = parametersOf(route);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: description === undefined ? needs : `${description} ${needs}`,
    security: permission === null ? [] : BEARER,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.required,
            content: {
              'application/json': {
                schema: body.schema,
                ...(body.example === undefined ? {} : { example: body.example }),
              },
            },
          },
        }),
    responses: Object.fromEntries([...answersOf(route), ...answersOfErrors(errorsOf(route))]),
  };
}
