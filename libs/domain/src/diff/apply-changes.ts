import type { Json, JsonObject } from '../json.js';
import { idOf } from './identified-list.js';
import type { Change, Path, PathStep } from './json-diff.js';

/** The document after the changes that `diffJson` found: `applyChanges(diffJson(a, b), a)` says the same as `b`. */
export function applyChanges(changes: readonly Change[], document: Json): Json {
  return changes.reduce((value, change) => applyAt(value, change.path, change), document);
}

function applyAt(value: Json, [step, ...rest]: Path, change: Change): Json {
  if (step === undefined) return replacement(value, change);
  if (rest.length === 0 && change.kind === 'added') return put(value, step, change.after);
  if (rest.length === 0 && change.kind === 'removed') return without(value, step);
  return put(value, step, applyAt(at(value, step), rest, change));
}

function replacement(value: Json, change: Change): Json {
  if (change.kind !== 'reordered') return change.kind === 'changed' ? change.after : value;
  const items = value as readonly Json[];
  return change.after.map((id) => items.find((item) => idOf(item, change.idField) === id)!);
}

function at(value: Json, step: PathStep): Json {
  if ('field' in step) return (value as JsonObject)[step.field]!;
  const items = value as readonly Json[];
  return 'index' in step ? items[step.index]! : items.find((item) => idOf(item, step.idField) === step.id)!;
}

/** A field or item that is not there yet is put to the end. */
function put(value: Json, step: PathStep, item: Json): Json {
  if ('field' in step) return { ...(value as JsonObject), [step.field]: item };
  const items = value as readonly Json[];
  const index = 'index' in step ? step.index : items.findIndex((other) => idOf(other, step.idField) === step.id);
  return index === -1 ? [...items, item] : items.with(index, item);
}

function without(value: Json, step: PathStep): Json {
  if ('field' in step) {
    return Object.fromEntries(Object.entries(value as JsonObject).filter(([name]) => name !== step.field));
  }
  const items = value as readonly Json[];
  return 'index' in step
    ? items.filter((_, index) => index !== step.index)
    : items.filter((item) => idOf(item, step.idField) !== step.id);
}
