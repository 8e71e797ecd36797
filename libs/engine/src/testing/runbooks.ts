import type { Runbook, RunbookStep, StepPolicy } from '#domain/runbook/runbook.js';

export type StepSpec = Partial<Omit<RunbookStep, 'policy'>> & { readonly policy?: Partial<StepPolicy> };

/** A step that is done in no time and fails for good at its first failure, but for what the test says. */
export function step(id: string, { policy, ...rest }: StepSpec = {}): RunbookStep {
  return {
    id,
    name: id,
    phase: 'procedure',
    componentId: null,
    action: 'scripted',
    inputs: {},
    dependsOn: [],
    policy: { timeoutMs: 30_000, retries: 0, backoffMs: 200, onFailure: 'pause', ...policy },
    idempotent: false,
    undoable: false,
    proves: [],
    pointOfNoReturn: false,
    ...rest,
  };
}

/** A live failover, one step at a time, but for what the test says. */
export function runbook(steps: readonly RunbookStep[], rest: Partial<Runbook> = {}): Runbook {
  return {
    kind: 'failover',
    mode: 'live',
    planId: 'plan_1',
    planVersion: 1,
    failoverType: 'planned',
    direction: { from: 'primary', to: 'secondary' },
    parallel: false,
    timeoutMs: 3_600_000,
    outageStartedAt: null,
    steps,
    ...rest,
  };
}

/** Each step behind the one before it. */
export function chain(...steps: readonly RunbookStep[]): readonly RunbookStep[] {
  return steps.map((each, index) => (index === 0 ? each : { ...each, dependsOn: [steps[index - 1]!.id] }));
}
