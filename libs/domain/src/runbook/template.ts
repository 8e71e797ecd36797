import { DomainError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';

const PLACEHOLDER = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;

/** A `{{…}}` that names something that is not there. */
export class TemplateError extends DomainError {
  constructor(placeholder: string) {
    super('unknown_placeholder', `{{${placeholder}}} names nothing that is known here`, { placeholder });
  }
}

/**
 * Replaces every `{{path}}` in the strings of a document. A string that is one placeholder and nothing else takes
 * the value with its type; inside longer strings values are written as text.
 * @param lookup the value of a path; undefined when the path names nothing.
 * @throws TemplateError
 */
export function fillTemplate(value: JsonObject, lookup: (path: string) => Json | undefined): JsonObject {
  return fill(value, lookup) as JsonObject;
}

function fill(value: Json, lookup: (path: string) => Json | undefined): Json {
  if (typeof value === 'string') return fillString(value, lookup);
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map((item) => fill(item, lookup));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, lookup)]));
}

function fillString(text: string, lookup: (path: string) => Json | undefined): Json {
  const find = (path: string): Json => {
    const found = lookup(path);
    if (found === undefined) throw new TemplateError(path);
    return found;
  };
  const whole = /^\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}$/.exec(text);
  if (whole) return find(whole[1]!);
  return text.replace(PLACEHOLDER, (_, path: string) => {
    const found = find(path);
    return typeof found === 'string' ? found : JSON.stringify(found);
  });
}

// Array.isArray does not narrow readonly arrays.
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
