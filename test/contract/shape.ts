import type { Json } from '#domain/json.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;
const PUBLIC_ID = /^(plan|failover|exec|test)_[0-9a-z]+$/;

type JsonObject = { readonly [key: string]: Json };

export interface ShapeRules {
  /** Fields beyond the contract's, by their paths. */
  readonly additions?: readonly string[];
  /** Fields that may be null although the contract shows a value. */
  readonly nullable?: readonly string[];
}

/** Compares an answer with a document of the contract: names, types, and what may be null, field by field. */
export function shapeFaults(contract: Json, actual: Json, rules: ShapeRules = {}): readonly string[] {
  return compare(contract, actual, '', rules);
}

function compare(contract: Json, actual: Json, path: string, rules: ShapeRules): readonly string[] {
  // The contract says null where there is nothing yet, and not what there may be later.
  if (contract === null) return [];
  if (actual === null) return rules.nullable?.includes(path) ? [] : [`${path}: null, and not ${kind(contract)}`];
  if (kind(contract) !== kind(actual)) return [`${path}: ${kind(actual)}, and not ${kind(contract)}`];
  if (isArray(contract)) return compareItems(contract, actual as readonly Json[], path, rules);
  if (typeof contract === 'object') return compareFields(contract, actual as JsonObject, path, rules);
  if (typeof contract === 'string') return compareTexts(contract, actual as string, path);
  return [];
}

function compareItems(contract: readonly Json[], actual: readonly Json[], path: string, rules: ShapeRules) {
  const [first] = contract;
  if (first === undefined) return [];
  return actual.flatMap((item) => compare(first, item, `${path}[]`, rules));
}

function compareFields(contract: JsonObject, actual: JsonObject, path: string, rules: ShapeRules) {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const missing = Object.keys(contract).filter((name) => !(name in actual));
  const additional = Object.keys(actual).filter((name) => !(name in contract));
  return [
    ...missing.map((name) => `${at(name)}: missing`),
    ...additional
      .filter((name) => !rules.additions?.includes(at(name)))
      .map((name) => `${at(name)}: not in the contract`),
    ...Object.keys(contract)
      .filter((name) => name in actual)
      .flatMap((name) => compare(contract[name]!, actual[name]!, at(name), rules)),
  ];
}

function compareTexts(contract: string, actual: string, path: string): readonly string[] {
  if (INSTANT.test(contract) && !INSTANT.test(actual)) return [`${path}: ${actual} is no instant`];
  const prefix = PUBLIC_ID.exec(contract)?.[1];
  // Other texts may begin like an id, such as the type of an activity.
  if (prefix !== undefined && path.endsWith('_id') && !actual.startsWith(`${prefix}_`))
    return [`${path}: ${actual} is no ${prefix} id`];
  return [];
}

function kind(value: Json): string {
  if (value === null) return 'null';
  return isArray(value) ? 'array' : typeof value;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
