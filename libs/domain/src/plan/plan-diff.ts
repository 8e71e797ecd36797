import { diffJson, type Change } from '../diff/json-diff.js';
import type { Json } from '../json.js';
import type { PlanDocument } from './plan-document.js';

/** What a newer version of a plan says otherwise; components and procedures are compared by their ids. */
export function diffPlans(before: PlanDocument, after: PlanDocument): readonly Change[] {
  // Documents are JSON; TypeScript does not see it through their interfaces.
  return diffJson(before as unknown as Json, after as unknown as Json);
}
