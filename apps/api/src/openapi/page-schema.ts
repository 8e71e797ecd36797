import type { Schema } from './model.js';
import { code, escaped, inline, table } from './page-text.js';

/** A schema in a line, with links to those that have names. */
export function schemaLine(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return `<a href="#schema-${escaped(name)}">${escaped(name)}</a>`;
  }
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(JSON.stringify(value))).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(schemaLine).join(' | ');
  if (schema.items !== undefined) return `list of ${schemaLine(schema.items)}${limits(schema)}`;
  if (schema.type === undefined) return 'anything';
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return escaped(types.join(' | ')) + limits(schema);
}

function limits(schema: Schema): string {
  const { minimum, exclusiveMinimum, maximum, maxLength, maxItems, format, pattern } = schema;
  const said = [
    minimum === undefined ? '' : `from ${minimum}`,
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    maximum === undefined ? '' : `to ${maximum}`,
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    maxItems === undefined ? '' : `at most ${maxItems}`,
    format ?? (pattern === undefined || pattern === '\\S' ? '' : `like ${pattern}`),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter((text) => text !== '');
  return said.length === 0 ? '' : ` <span class="soft">${escaped(said.join(', '))}</span>`;
}

/** What is in an object, field by field; of anything else its line. */
export function schemaTable(schema: Schema): string {
  if (schema.properties === undefined) return `<p>${schemaLine(schema)}</p>`;
  const rows = Object.entries(schema.properties).map(([name, field]) => [
    code(name),
    schema.required?.includes(name) === true ? 'yes' : '',
    field.properties === undefined ? schemaLine(field) : schemaTable(field),
    inline(field.description ?? ''),
  ]);
  return table(['field', 'required', 'value', ''], rows);
}
