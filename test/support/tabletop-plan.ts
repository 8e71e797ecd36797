import { readFileSync } from 'node:fs';

type Document = Readonly<Record<string, unknown>>;

/** SPEC.md's own plan, in nobody's name. */
export function tabletopPlan(): Document {
  const url = new URL('../contract/documents/1-create-disaster-recovery-plan.json', import.meta.url);
  const { created_by: _, ...plan } = (JSON.parse(readFileSync(url, 'utf8')) as { request: Document }).request;
  return plan;
}
