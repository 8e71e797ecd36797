import { readFileSync } from 'node:fs';
import type { Body } from '#api-client/body.js';

/** SPEC.md's own plan, in nobody's name: nothing in it is bound, so that it can only be walked through. */
export function tabletopPlan(): Body<'PlanRequest'> {
  const url = new URL('../contract/documents/1-create-disaster-recovery-plan.json', import.meta.url);
  const { request } = JSON.parse(readFileSync(url, 'utf8')) as { readonly request: Body<'PlanRequest'> };
  const { created_by: _, ...plan } = request;
  return plan;
}
