import type { Json } from '../json.js';

/** Fields that say which of a plan's things an item of a list is. */
const ID_FIELDS = ['component_id', 'procedure_id'] as const;

/**
 * The field by which all items of both lists can be told apart; null when there is none, because an item has no id or
 * two have the same. Nothing tells the items of two empty lists apart, and nothing has to.
 */
export function identifiedBy(before: readonly Json[], after: readonly Json[]): string | null {
  if (before.length === 0 && after.length === 0) return null;
  return ID_FIELDS.find((field) => haveUniqueIds(before, field) && haveUniqueIds(after, field)) ?? null;
}

function haveUniqueIds(list: readonly Json[], field: string): boolean {
  const ids = list.map((item) => idOf(item, field));
  return !ids.includes(null) && new Set(ids).size === ids.length;
}

export function idOf(item: Json, field: string): string | null {
  if (typeof item !== 'object' || item === null || Array.isArray(item) || !Object.hasOwn(item, field)) return null;
  const id = (item as { readonly [key: string]: Json })[field];
  return typeof id === 'string' ? id : null;
}
