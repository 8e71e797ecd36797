import type { Runbook, RunbookStep, StepPolicy } from '../runbook/runbook.js';

type StepSpec = Partial<Omit<RunbookStep, 'policy'>> & { readonly policy?: Partial<StepPolicy> };

export function step(id: string, { policy, ...rest }: StepSpec = {}): RunbookStep {
  return {
    id,
    name: id,
    phase: 'procedure',
    componentId: null,
    action: 'some.action',
    inputs: {},
    dependsOn: [],
    policy: { timeoutMs: 1_000, retries: 0, backoffMs: 100, onFailure: 'pause', ...policy },
    idempotent: false,
    undoable: false,
    proves: [],
    pointOfNoReturn: false,
    ...rest,
  };
}

export function runbook(steps: readonly RunbookStep[], rest: Partial<Runbook> = {}): Runbook {
  return {
    kind: 'failover',
    mode: 'live',
    planId: 'plan_1',
    planVersion: 1,
    failoverType: 'planned',
    direction: { from: 'primary', to: 'secondary' },
    parallel: false,
    timeoutMs: 60_000,
    outageStartedAt: null,
    steps,
    ...rest,
  };
}
