import { readFileSync } from 'node:fs';
import type { Witness } from './witness.js';

type Document = Record<string, unknown>;

export interface EffectStep {
  readonly name: string;
  /** Without a probe nobody can say afterwards whether the effect has happened. */
  readonly probe?: boolean;
  readonly undo?: boolean;
  readonly on_failure?: string;
  readonly retries?: number;
  readonly timeout?: number;
  /** Sent with the effect, where the witness keeps it. */
  readonly json?: unknown;
}

/** A live plan that does nothing but effects on a witness, one after the other. */
export function effectPlan(witness: Witness, steps: readonly (EffectStep | string)[]): Document {
  const contract = JSON.parse(
    readFileSync(new URL('../contract/documents/1-create-disaster-recovery-plan.json', import.meta.url), 'utf8'),
  ) as { request: Document & { components: Document[]; recovery_procedures: Document[] } };
  const { created_by: _, ...plan } = contract.request;
  return {
    ...plan,
    components: [{ ...plan.components[0]!, recovery_procedures: ['proc_effects'] }],
    recovery_procedures: [
      {
        ...plan.recovery_procedures[0]!,
        procedure_id: 'proc_effects',
        // A text is a task for a person, and then a person also approves the first action.
        automation_level: steps.some((step) => typeof step === 'string') ? 'semi_automated' : 'automated',
        steps: steps.map((step) => (typeof step === 'string' ? step : httpStep(witness, step))),
      },
    ],
  };
}

function httpStep(witness: Witness, { name, probe = true, undo = false, json, ...policy }: EffectStep): Document {
  const url = witness.url(name);
  return {
    name,
    action: 'http',
    timeout: 30,
    retries: 0,
    ...policy,
    with: { method: 'POST', url, expect: { status: [204] }, ...(json === undefined ? {} : { json }) },
    ...(probe ? { probe: { method: 'GET', url, expect: { status: [200], json: { done: true } } } } : {}),
    ...(undo ? { undo: { method: 'POST', url: witness.url(`undo-${name}`), expect: { status: [204] } } } : {}),
  };
}

export function failoverRequest(overrides: Document = {}): Document {
  return { failover_type: 'unplanned', reason: 'a test', ...overrides };
}
