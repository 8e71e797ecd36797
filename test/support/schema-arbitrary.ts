import fc from 'fast-check';
import type { Json } from '#domain/json.js';
import type { Schema, SchemaMatcher } from './json-schema.js';

/** Texts that something along the way may take for something else. */
export const WEIRD_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\u{1F4A5}',
  '\ud800',
  'x\udfffy',
  "' OR 1=1 --",
  '../../etc/passwd',
  '..',
  '%00',
  '{{steps.a.b}}',
  '__proto__',
  'constructor',
  'null',
  '-1',
  '1e999',
  '9007199254740993',
  '2024-02-31T00:00:00Z',
  '9999-12-31T23:59:59-12:00',
  '0000-01-01T00:00:00Z',
  'secret://nothing',
  'http://[',
  '\u202e\u200b',
  'x'.repeat(300),
  'x'.repeat(20_000),
];

const WEIRD_NUMBERS = [-1, -0, 0.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 4_294_967_296];

export const weirdJson: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(...WEIRD_TEXTS, ...WEIRD_NUMBERS, null, true, [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
  fc.constant(JSON.parse('[{"__proto__": {"polluted": true}}, {"constructor": 1}]') as Json),
  fc.integer({ min: 20, max: 60 }).map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as Json),
  fc.constant(Array.from({ length: 1_500 }, () => 'x')),
);

/** Values that fit a schema. */
export class SchemaArbitrary {
  constructor(private readonly matcher: SchemaMatcher) {}

  of(given: Schema): fc.Arbitrary<Json> {
    const schema = this.matcher.resolved(given);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => this.of(one)));
    if (schema.type === undefined) return fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
    return fc.oneof(...types.map((type) => this.ofType(type, schema)));
  }

  private ofType(type: string, schema: Schema): fc.Arbitrary<Json> {
    const { minimum = 0, maximum = 1_000, exclusiveMinimum } = schema;
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, maximum));
      case 'number':
        return fc.double({ min: exclusiveMinimum === undefined ? minimum : 0.001, max: maximum, noNaN: true });
      case 'string':
        return textOf(schema);
      case 'array':
        return fc.array(this.of(schema.items ?? {}), { maxLength: 3 });
      default:
        return this.objectOf(schema);
    }
  }

  private objectOf({ properties, required = [] }: Schema): fc.Arbitrary<Json> {
    if (properties === undefined)
      return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 })) as fc.Arbitrary<Json>;
    const model = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, this.of(schema)]));
    return fc.record(model, { requiredKeys: [...required] }) as fc.Arbitrary<Json>;
  }
}

function textOf({ format, pattern, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    const range = { min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
    return fc.date(range).map((date) => date.toISOString());
  }
  if (pattern?.startsWith('^[A-Za-z0-9]') === true) return fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,20}$/);
  if (pattern?.includes('\\d') === true) return fc.integer({ min: 1, max: 250 }).map(String);
  const plain = fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(maxLength, 20) });
  return fc.oneof({ arbitrary: plain.map((text) => `t${text}`), weight: 8 }, fc.constant('x'.repeat(maxLength)));
}

interface Break {
  readonly at: number;
  readonly how: 'replace' | 'drop' | 'add';
  readonly value: Json;
}

/** The same document with something in it replaced, dropped or added. */
export function broken(document: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  const breaks = fc.array(
    fc.record<Break>({ at: fc.nat(10_000), how: fc.constantFrom('replace', 'drop', 'add'), value: weirdJson }),
    { minLength: 1, maxLength: 3 },
  );
  return fc.tuple(document, breaks).map(([whole, all]) => all.reduce(applied, whole));
}

function applied(document: Json, { at, how, value }: Break): Json {
  const copy = structuredClone(document) as Json;
  const places = placesIn(copy);
  if (places.length === 0) return value;
  const [holder, key] = places[at % places.length]!;
  if (how === 'replace') holder[key] = value;
  else if (how === 'add') holder[Array.isArray(holder) ? holder.length : 'unheard_of'] = value;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return copy;
}

type Holder = Record<string | number, Json>;

/** Every place in a document where there is a value. */
function placesIn(value: Json): readonly (readonly [Holder, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...placesIn(holder[key]!)]);
}
