import type { Body } from '#api-client/body.js';
import { tabletopPlan } from './tabletop-plan.js';
import type { Witness } from './witness.js';

type Action = Body<'ActionStepRequest'>;

export interface EffectStep {
  readonly name: string;
  /** Without a probe nobody can say afterwards whether the effect has happened. */
  readonly probe?: boolean;
  readonly undo?: boolean;
  readonly on_failure?: NonNullable<Action['on_failure']>;
  readonly retries?: number | undefined;
  readonly timeout?: number;
  /** Sent with the effect, where the witness keeps it. */
  readonly json?: unknown;
}

/** A live plan that does nothing but effects on a witness, one after the other. */
export function effectPlan(witness: Witness, steps: readonly (EffectStep | string)[]): Body<'PlanRequest'> {
  const plan = tabletopPlan();
  return {
    ...plan,
    components: [{ ...plan.components[0]!, recovery_procedures: ['proc_effects'] }],
    recovery_procedures: [effectProcedure(witness, 'proc_effects', steps)],
  };
}

/** A procedure of such a plan. */
export function effectProcedure(
  witness: Witness,
  id: string,
  steps: readonly (EffectStep | string)[],
): Body<'ProcedureRequest'> {
  return {
    ...tabletopPlan().recovery_procedures![0]!,
    procedure_id: id,
    // A text is a task for a person, and then a person also approves the first action.
    automation_level: steps.some((step) => typeof step === 'string') ? 'semi_automated' : 'automated',
    steps: steps.map((step) => (typeof step === 'string' ? step : httpStep(witness, step))),
  };
}

function httpStep(witness: Witness, { name, probe = true, undo = false, json, ...policy }: EffectStep): Action {
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

export function failoverRequest(overrides: Partial<Body<'FailoverRequest'>> = {}): Body<'FailoverRequest'> {
  return { failover_type: 'unplanned', reason: 'a test', ...overrides };
}
