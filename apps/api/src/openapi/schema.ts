import type { Schema } from './model.js';

/** Whether a schema says what is sent or what is answered: optional fields of requests may also be null. */
export type Side = 'request' | 'answer';

type Fields = Readonly<Record<string, Schema>>;

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** The schema of the same thing on this side. */
export const refOn = (side: Side, name: string): Schema => ref(side === 'request' ? `${name}Request` : name);

export function nullable(schema: Schema): Schema {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const type = [schema.type, 'null'] as const;
  return { ...schema, type, ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }) };
}

function mapped(fields: Fields, change: (schema: Schema) => Schema): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, change(schema)]));
}

/** An object of a request: what is optional may also be null, which says nothing; what is unknown is refused. */
export function request(required: Fields, optional: Fields = {}): Schema {
  return {
    type: 'object',
    ...(Object.keys(required).length === 0 ? {} : { required: Object.keys(required) }),
    properties: { ...required, ...mapped(optional, nullable) },
    additionalProperties: false,
  };
}

/** An object of an answer. Later versions may add fields: clients pass over what they do not know. */
export function answer(required: Fields, optional: Fields = {}): Schema {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

/** @param defaulted may be left out of a request, and is there in every answer */
export function onSide(side: Side, required: Fields, defaulted: Fields = {}, optional: Fields = {}): Schema {
  return side === 'request'
    ? request(required, { ...defaulted, ...optional })
    : answer({ ...required, ...defaulted }, optional);
}

export const text = (maxLength = 200): Schema => ({ type: 'string', minLength: 1, maxLength, pattern: '\\S' });
export const freeText = (maxLength: number): Schema => ({ type: 'string', maxLength });
export const identifier = (): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength: 100,
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$',
});
export const string = (description?: string): Schema => ({
  type: 'string',
  ...(description === undefined ? {} : { description }),
});
export const flag = (): Schema => ({ type: 'boolean' });
export const whole = (minimum: number, maximum?: number): Schema => ({
  type: 'integer',
  minimum,
  ...(maximum === undefined ? {} : { maximum }),
});
export const quantity = (minimum: number, maximum?: number): Schema => ({
  type: 'number',
  minimum,
  ...(maximum === undefined ? {} : { maximum }),
});
export const oneOf = (values: readonly string[]): Schema => ({ type: 'string', enum: values });
export const list = (items: Schema, maxItems?: number): Schema => ({
  type: 'array',
  items,
  ...(maxItems === undefined ? {} : { maxItems }),
});
export const anyObject = (description?: string): Schema => ({
  type: 'object',
  ...(description === undefined ? {} : { description }),
  additionalProperties: true,
});
export const described = (schema: Schema, description: string): Schema => ({ ...schema, description });

/** ISO 8601 with a time zone, as it is sent. */
export const instant = (): Schema => ({
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$',
});
/** As it is answered: in UTC. */
export const utc = (): Schema => ({
  type: 'string',
  format: 'date-time',
  pattern: '^([+-]\\d{2})?\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z$',
});
/** A list given out in pages. */
export const page = (name: string, items: Schema, optional: Fields = {}): Schema =>
  answer({ [name]: list(items), next_cursor: ref('NextCursor') }, optional);
