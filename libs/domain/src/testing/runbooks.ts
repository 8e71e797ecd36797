import fc from 'fast-check';
import { FAILURE_POLICIES } from '../plan/plan-document.js';
import type { Runbook, RunbookStep, StepPolicy } from '../runbook/runbook.js';

export type StepSpec = Partial<Omit<RunbookStep, 'policy'>> & { readonly policy?: Partial<StepPolicy> };

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

/** Any runbook of a few steps: any dependencies without a cycle, any policies, at most one point of no return. */
export const anyRunbook: fc.Arbitrary<Runbook> = fc
  .record({
    steps: fc.array(
      fc.record({
        dependsOn: fc.array(fc.nat(), { maxLength: 3 }),
        onFailure: fc.constantFrom(...FAILURE_POLICIES),
        undoable: fc.boolean(),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    pointOfNoReturn: fc.option(fc.nat()),
    parallel: fc.boolean(),
  })
  .map(({ steps, pointOfNoReturn, parallel }) =>
    runbook(
      steps.map(({ dependsOn, onFailure, undoable }, index) =>
        step(`s${index}`, {
          dependsOn: index === 0 ? [] : [...new Set(dependsOn.map((n) => `s${n % index}`))],
          undoable,
          pointOfNoReturn: pointOfNoReturn !== null && pointOfNoReturn % steps.length === index,
          policy: { onFailure },
        }),
      ),
      { parallel },
    ),
  );
