import type { PlanDocument } from './plan-document.js';
import type { PlanFault } from './plan-fault.js';

const ISSUE = 'Carries a password: keep it with PUT /disaster-recovery/secrets/{name} and write secret://{name} here';

/** Plans are kept, versioned and shown as they are: no text in them may hold a URL with a password. */
export function passwordFaults(plan: PlanDocument): readonly PlanFault[] {
  return faultsIn(plan, '');
}

function faultsIn(value: unknown, field: string): readonly PlanFault[] {
  if (typeof value === 'string') return carriesPassword(value) ? [{ field, issue: ISSUE }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => faultsIn(item, `${field}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => faultsIn(item, field === '' ? key : `${field}.${key}`));
}

function carriesPassword(text: string): boolean {
  return /\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]*:[^\s/?#@]+@/i.test(text) || /[?&](?:ssl)?password=[^\s&#]/i.test(text);
}
