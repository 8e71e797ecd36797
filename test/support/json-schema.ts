import type { Json } from '#domain/json.js';

/** The part of JSON Schema 2020-12 that docs/openapi.json is written in. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly description?: string;
  readonly default?: Json;
}

/** What is looked at here, and what says nothing about values. Another keyword would be passed over in silence. */
const KEYWORDS = new Set(
  (
    '$ref type properties required additionalProperties items anyOf enum const minimum exclusiveMinimum maximum ' +
    'minLength maxLength pattern format minItems maxItems description default'
  ).split(' '),
);
const REF = '#/components/schemas/';

export class SchemaMatcher {
  constructor(private readonly schemas: Readonly<Record<string, Schema>>) {}

  /** Where the value is not as the schema says. @param closed fields that the schema does not name are faults, too. */
  faults(schema: Schema, value: Json, closed = false, path = ''): readonly string[] {
    const unknown = Object.keys(schema).filter((keyword) => !KEYWORDS.has(keyword));
    if (unknown.length > 0) throw new Error(`the matcher does not know ${unknown.join(', ')}`);
    if (schema.$ref !== undefined) return this.faults(this.resolved(schema), value, closed, path);
    const at = (fault: string) => [`${path || '(whole)'}: ${fault}`];
    if (schema.type !== undefined && !hasType(schema.type, value)) {
      return at(`is ${JSON.stringify(value)?.slice(0, 80)}, and not ${String(schema.type)}`);
    }
    if (schema.const !== undefined && value !== schema.const) return at(`is not ${JSON.stringify(schema.const)}`);
    if (schema.enum !== undefined && !schema.enum.includes(value)) return at(`${JSON.stringify(value)} is not listed`);
    if (schema.anyOf !== undefined) {
      const alternatives = schema.anyOf.map((one) => this.faults(one, value, closed, path));
      if (!alternatives.some((faults) => faults.length === 0)) {
        return at(`fits none of: ${alternatives.map((faults) => faults.join('; ')).join(' | ')}`);
      }
    }
    if (typeof value === 'string') return textFaults(schema, value).flatMap(at);
    if (typeof value === 'number') return numberFaults(schema, value).flatMap(at);
    if (isList(value))
      return [...listFaults(schema, value).flatMap(at), ...this.itemFaults(schema, value, closed, path)];
    return value !== null && typeof value === 'object' ? this.fieldFaults(schema, value, closed, path) : [];
  }

  resolved(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const found = this.schemas[schema.$ref.slice(REF.length)];
    if (!schema.$ref.startsWith(REF) || found === undefined) throw new Error(`there is no ${schema.$ref}`);
    return found;
  }

  private itemFaults({ items }: Schema, value: readonly Json[], closed: boolean, path: string): readonly string[] {
    if (items === undefined) return [];
    return value.flatMap((item, index) => this.faults(items, item, closed, `${path}[${index}]`));
  }

  private fieldFaults(
    { properties, required = [], additionalProperties }: Schema,
    value: { readonly [key: string]: Json },
    closed: boolean,
    path: string,
  ): readonly string[] {
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    const known = properties ?? {};
    const open = additionalProperties ?? !(closed && properties !== undefined);
    return [
      ...required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at(name)}: missing`),
      ...Object.entries(value).flatMap(([name, field]) => {
        if (Object.hasOwn(known, name)) return this.faults(known[name]!, field, closed, at(name));
        return open ? [] : [`${at(name)}: not in the schema`];
      }),
    ];
  }
}

function hasType(type: string | readonly string[], value: Json): boolean {
  const types = typeof type === 'string' ? [type] : type;
  const actual = value === null ? 'null' : isList(value) ? 'array' : typeof value;
  return types.includes(actual) || (types.includes('integer') && Number.isInteger(value));
}

function textFaults(
  { minLength = 0, maxLength = Infinity, pattern, format }: Schema,
  value: string,
): readonly string[] {
  // Characters, not UTF-16 units.
  const { length } = Array.from(value);
  return [
    ...(length < minLength ? [`has ${length} characters, and not ${minLength}`] : []),
    ...(length > maxLength ? [`has ${length} characters, more than ${maxLength}`] : []),
    ...(pattern !== undefined && !new RegExp(pattern, 'u').test(value) ? [`${value} is not like ${pattern}`] : []),
    ...(format === 'uuid' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? ['is no UUID'] : []),
    ...(format === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(value) ? ['is no day'] : []),
  ];
}

function numberFaults(schema: Schema, value: number): readonly string[] {
  const { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = schema;
  const fits = value >= minimum && value > exclusiveMinimum && value <= maximum;
  return fits ? [] : [`${value} is out of range`];
}

function listFaults({ minItems = 0, maxItems = Infinity }: Schema, { length }: readonly Json[]): readonly string[] {
  return length < minItems || length > maxItems ? [`has ${length} items`] : [];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
