import type { Runbook, RunbookStep } from './runbook.js';

/** The runbook by which an execution goes on: once it was switched, the ungraceful variants of its steps. */
export function runbookInForce(runbook: Runbook, state: { readonly ungraceful: unknown }): Runbook {
  return state.ungraceful === null ? runbook : { ...runbook, steps: runbook.steps.map(ungraceful) };
}

export function hasUngracefulVariant({ steps }: Pick<Runbook, 'steps'>): boolean {
  return steps.some((step) => step.whenUngraceful !== undefined);
}

function ungraceful(step: RunbookStep): RunbookStep {
  const variant = step.whenUngraceful;
  if (variant === undefined) return step;
  // Whoever switches skips it; where it is done all the same, its failure keeps nothing back.
  if (variant === 'skip') return { ...step, policy: { ...step.policy, retries: 0, onFailure: 'continue' } };
  return { ...step, inputs: variant.inputs ?? step.inputs, policy: variant.policy ?? step.policy };
}
