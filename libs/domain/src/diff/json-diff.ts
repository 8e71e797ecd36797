import type { Json, JsonObject } from '../json.js';
import { identifiedBy } from './identified-list.js';

/** A step into a document: to a field, to an item of a list, or to the item of a list that has this id. */
export type PathStep =
  { readonly field: string } | { readonly index: number } | { readonly id: string; readonly idField: string };
export type Path = readonly PathStep[];

/** A difference between two documents. What was added has no value before, what was removed none after. */
export type Change =
  | { readonly kind: 'added'; readonly path: Path; readonly after: Json }
  | { readonly kind: 'removed'; readonly path: Path; readonly before: Json }
  | { readonly kind: 'changed'; readonly path: Path; readonly before: Json; readonly after: Json }
  /** A list of things with ids: the ids in the order before and after. */
  | {
      readonly kind: 'reordered';
      readonly path: Path;
      readonly idField: string;
      readonly before: readonly string[];
      readonly after: readonly string[];
    };

/**
 * Everything that makes `after` of `before`, in the order in which it is to be done. Lists of things with ids are
 * compared by id; other lists item by item when they are equally long, and else as a whole.
 */
export function diffJson(before: Json, after: Json): readonly Change[] {
  return compare(before, after, []);
}

function compare(before: Json, after: Json, path: Path): readonly Change[] {
  if (isList(before) && isList(after)) return compareLists(before, after, path);
  if (isObject(before) && isObject(after)) return compareObjects(before, after, path);
  return before === after ? [] : [{ kind: 'changed', path, before, after }];
}

function compareObjects(before: JsonObject, after: JsonObject, path: Path): readonly Change[] {
  return compareEntries(new Map(Object.entries(before)), new Map(Object.entries(after)), (name) => [
    ...path,
    { field: name },
  ]);
}

function compareLists(before: readonly Json[], after: readonly Json[], path: Path): readonly Change[] {
  const idField = identifiedBy(before, after);
  if (idField !== null) return compareIdentified(before, after, idField, path);
  if (before.length === after.length) {
    return before.flatMap((item, index) => compare(item, after[index]!, [...path, { index }]));
  }
  return [{ kind: 'changed', path, before, after }];
}

function compareIdentified(
  before: readonly Json[],
  after: readonly Json[],
  idField: string,
  path: Path,
): readonly Change[] {
  const byId = (list: readonly Json[]) => new Map(list.map((item) => [(item as JsonObject)[idField] as string, item]));
  const [old, now] = [byId(before), byId(after)];
  const changes = compareEntries(old, now, (id) => [...path, { id, idField }]);
  // What is added is put to the end; only where that does not give the new order, the order is a change of its own.
  const kept = [...old.keys()].filter((id) => now.has(id));
  const order = [...kept, ...[...now.keys()].filter((id) => !old.has(id))];
  const wanted = [...now.keys()];
  if (order.every((id, index) => id === wanted[index])) return changes;
  return [...changes, { kind: 'reordered', path, idField, before: [...old.keys()], after: wanted }];
}

function compareEntries(
  before: ReadonlyMap<string, Json>,
  after: ReadonlyMap<string, Json>,
  pathTo: (name: string) => Path,
): readonly Change[] {
  return [
    ...[...before].flatMap(([name, value]): readonly Change[] =>
      after.has(name)
        ? compare(value, after.get(name)!, pathTo(name))
        : [{ kind: 'removed', path: pathTo(name), before: value }],
    ),
    ...[...after].flatMap(([name, value]): readonly Change[] =>
      before.has(name) ? [] : [{ kind: 'added', path: pathTo(name), after: value }],
    ),
  ];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
