import type { Json } from '../../json.js';
import type { PlanDocument } from '../../plan/plan-document.js';

/**
 * Every path in what plans say of production: data directories as their backups call them, arguments of hooks and of
 * procedures, sockets. Only drill targets and restore targets are not production.
 */
export function productionPlaces(plans: readonly PlanDocument[]): readonly string[] {
  const places = plans.flatMap((plan) => {
    const components = plan.components.map(({ targets, backup }) => [targets?.primary, targets?.secondary, backup]);
    const said = [components, plan.failover_configuration, plan.recovery_procedures];
    return pathsIn(JSON.parse(JSON.stringify(said)) as Json);
  });
  return [...new Set(places)];
}

/** Whether one of two absolute paths lies in the other, or both are the same. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  const shared = Math.min(a.length, b.length);
  // Everything lies in /, which is a working directory often and a data directory never.
  return shared > 0 && a.slice(0, shared).every((part, index) => part === b[index]);
}

function pathsIn(value: Json): readonly string[] {
  if (typeof value === 'string') {
    const text = value.replace(/\b(?!unix:)[a-z][a-z0-9+.-]*:\/\/\S*/gi, ' ');
    return [...text.matchAll(/(?<![\w.-])\/[^\s'"=:,;|&<>()]+/g)].map(([path]) => path);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as { readonly [key: string]: Json }).flatMap(pathsIn);
}

/** Without what a path may say twice over: `//`, `.`, `..`. */
function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}
