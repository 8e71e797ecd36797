import fc from 'fast-check';
import type { Json } from '#domain/json.js';
import type { ApiDescription, DocumentedOperation } from './openapi.js';
import { broken, SchemaArbitrary, WEIRD_TEXTS, weirdJson } from './schema-arbitrary.js';

export interface FuzzedRequest {
  readonly operation: DocumentedOperation;
  /** With its query, ready to be sent. */
  readonly path: string;
  /** Null: no body. */
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly token: 'admin' | 'none' | 'garbage';
}

/** Ids that exist, by the names of parameters. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

/** Bodies that succeed where the document has no such example, by the ids of operations. */
export type KnownBodies = Readonly<Record<string, Json>>;

const weird = fc.oneof(
  fc.constantFrom(...WEIRD_TEXTS.filter((text) => text.length < 2_000)),
  fc.string({ unit: 'grapheme' }),
);

/** As a part of an address; half of a surrogate pair can not be written in one. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

function weighted<T>(...all: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** @param fuzzed what becomes of a part that names something */
function pathWith(
  { path, id }: DocumentedOperation,
  ids: KnownIds,
  fuzzed: (known: fc.Arbitrary<string>) => fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const parts = path.split('/').map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return fc.constant(part);
    return fuzzed(fc.constantFrom(...(ids[`${id}.${name}`] ?? ids[name] ?? ['unknown'])));
  });
  return fc.tuple(...parts).map((all) => all.join('/'));
}

function knownPath(operation: DocumentedOperation, ids: KnownIds): fc.Arbitrary<string> {
  return pathWith(operation, ids, (known) => known);
}

function pathOf(operation: DocumentedOperation, ids: KnownIds): fc.Arbitrary<string> {
  return pathWith(operation, ids, (known) =>
    weighted<string>(
      [20, known],
      [1, fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/)],
      // Nothing at all would be another address.
      [1, weird.filter((text) => text !== '').map(encoded)],
      [1, fc.constantFrom('%E0%A4%A', '%', '%2e%2e', '%2F', '0', '99999999999')],
    ),
  );
}

function queryOf({ parameters }: DocumentedOperation, values: SchemaArbitrary): fc.Arbitrary<string> {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  if (inQuery.length === 0) return weighted([8, fc.constant('')], [1, fc.constant('?unheard_of=1')]);
  const pairs = inQuery.map(({ name, schema }) =>
    weighted<string>(
      [6, fc.constant('')],
      [3, values.of(schema).map((value) => `${name}=${encoded(typeof value === 'string' ? value : written(value))}`)],
      [1, weird.map((value) => `${name}=${encoded(value)}`)],
      [1, fc.constantFrom(`${name}=1&${name}=2`, `${name}[a]=1`, `${name}[]=1`, name, `${name}=%E0%A4%A`)],
    ),
  );
  const further = weighted([20, fc.constant('')], [1, fc.constantFrom('unheard_of=1', '__proto__=1', '&&=', '%')]);
  const several = fc.tuple(...pairs, further).map((all) => {
    const said = all.filter((pair) => pair !== '');
    return said.length === 0 ? '' : `?${said.join('&')}`;
  });
  // Of many parameters one is nearly always broken.
  return weighted([1, fc.constant('')], [2, several]);
}

function bodyOf(
  { id, body, method }: DocumentedOperation,
  values: SchemaArbitrary,
  bodies: KnownBodies,
): fc.Arbitrary<string | null> {
  const unreadable = fc.constantFrom('{', '{"a":}', 'nothing', '\u0000', '[1,', '{"a":1}}', '"\\ud800"', '1e999', '');
  if (body === null) {
    return weighted<string | null>(
      [8, fc.constant(null)],
      [1, fc.constant('{}')],
      [1, method === 'GET' ? fc.constant('{}') : unreadable],
    );
  }
  const example = bodies[id] ?? body.example;
  const valid = weighted(
    [2, values.of(body.schema)],
    [3, example === undefined ? values.of(body.schema) : fc.constant(example)],
  );
  return weighted<string | null>(
    [8, valid.map(written)],
    [6, broken(valid).map(written)],
    [1, weirdJson.map(written)],
    [1, unreadable],
    [1, fc.constant(null)],
  );
}

function written(value: Json): string {
  return JSON.stringify(value);
}

const headers = fc
  .record({
    'content-type': weighted(
      [30, fc.constant('application/json')],
      [1, fc.constantFrom('text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-7', 'x')],
    ),
    'if-match': weighted<string | null>(
      [3, fc.constant(null)],
      [9, fc.constant('*')],
      [2, fc.constantFrom('"1"', 'W/"1"', '"1", "2"', '"', '', 'x', '"99999999999"', '\u00ff\u00fe')],
    ),
    'if-none-match': weighted<string | null>([9, fc.constant(null)], [1, fc.constantFrom('*', '"1"', '"', 'W/"x"')]),
    'idempotency-key': weighted<string | null>(
      [12, fc.constant(null)],
      [2, fc.stringMatching(/^[a-z]{8}$/)],
      [1, fc.constantFrom('again', '""', '"', '"a\\"', '\u00ff', 'x'.repeat(300), '')],
    ),
    // Only streams look at it.
    'last-event-id': weighted<string | null>(
      [15, fc.constant(null)],
      [2, fc.constantFrom('0', '1', '2', '0--0', '1-exec_1-1')],
      [1, fc.constantFrom('', 'x', '-1', '99999', '9'.repeat(30), `${'9'.repeat(18)}-x-1`, '1--', '\u00ff')],
    ),
    'x-request-id': weighted<string | null>(
      [20, fc.constant(null)],
      [1, fc.constantFrom('a b', 'x'.repeat(500), 'fine')],
    ),
  })
  .map((all) =>
    Object.fromEntries(Object.entries(all).filter((header): header is [string, string] => header[1] !== null)),
  );

/** Requests to every operation of the document: as it says, and broken in every part. */
export function fuzzedRequest(api: ApiDescription, ids: KnownIds, bodies: KnownBodies): fc.Arbitrary<FuzzedRequest> {
  const values = new SchemaArbitrary(api.matcher);
  const fuzzed = api.operations.map((operation) =>
    fc.record({
      operation: fc.constant(operation),
      path: fc.tuple(pathOf(operation, ids), queryOf(operation, values)).map((parts) => parts.join('')),
      body: bodyOf(operation, values, bodies),
      headers,
      token: weighted<FuzzedRequest['token']>(
        [20, fc.constant('admin')],
        [1, fc.constant('none')],
        [1, fc.constant('garbage')],
      ),
    }),
  );
  const plain = api.operations.map((operation) => plainRequest(operation, ids, bodies, values));
  return weighted([3, fc.oneof(...fuzzed)], [1, fc.oneof(...plain)]);
}

/** One with nothing wrong in it: a request that has to be right in every part at once hardly ever is by chance. */
function plainRequest(
  operation: DocumentedOperation,
  ids: KnownIds,
  bodies: KnownBodies,
  values: SchemaArbitrary,
): fc.Arbitrary<FuzzedRequest> {
  const { body } = operation;
  const example = bodies[operation.id] ?? body?.example;
  const said = example === undefined && body !== null ? values.of(body.schema) : fc.constant(example);
  return fc.record({
    operation: fc.constant(operation),
    path: knownPath(operation, ids),
    body: said.map((value) => (value === undefined ? null : written(value))),
    headers: fc.constant({ 'content-type': 'application/json', 'if-match': '*' }),
    token: fc.constant('admin' as const),
  });
}
