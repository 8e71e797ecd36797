import type { Json, JsonObject } from '../../json.js';

/**
 * Where two documents differ, in the words of a person; empty: they are the same. What one of them does not have is
 * `nothing`.
 */
export function topologyDifferences(before: Json, after: Json, at = ''): readonly string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      topologyDifferences(valueAt(before, key), valueAt(after, key), at === '' ? key : `${at}.${key}`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [`${at} was ${words(before)} and is ${words(after)}`];
}

function valueAt(object: JsonObject, key: string): Json {
  return Object.hasOwn(object, key) ? object[key]! : null;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function words(value: Json): string {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
    ? 'nothing'
    : JSON.stringify(value);
}
