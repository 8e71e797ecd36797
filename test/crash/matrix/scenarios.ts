import type { ExecutionStatus } from '#domain/execution/transitions.js';
import type { JsonObject } from '#domain/json.js';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';
import type { Witness } from '../../support/witness.js';

/**
 * What a crash may do to an effect. `probed`: it happens exactly once. `repeatable`: once or more. `once`: nobody can
 * look and it must not be repeated, so it happens at most once, and a person is asked. `refused`: never, the world does
 * not let it. `looked`: it only looks, and begins before its start is written. `person`: no effect, a task for somebody.
 */
export type Guarantee = 'probed' | 'repeatable' | 'once' | 'refused' | 'looked' | 'person';

const STEP_MS = 60_000;

export interface Deed {
  readonly name: string;
  readonly guarantee: Guarantee;
  readonly after?: readonly string[];
  readonly undo?: boolean;
  readonly retries?: number;
  /** How many requests the world refuses before it lets the effect happen. */
  readonly refusals?: number;
  readonly onFailure?: RunbookStep['policy']['onFailure'];
  readonly pointOfNoReturn?: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly parallel: boolean;
  readonly deeds: readonly Deed[];
  /** How it ends when nobody had to be asked about a doubt. */
  readonly ends: ExecutionStatus;
}

/** Every kind of step, one after the other, up to a point of no return and beyond it. */
export const FORWARD: Scenario = {
  name: 'forward',
  parallel: false,
  deeds: [
    { name: 'probed', guarantee: 'probed' },
    { name: 'repeatable', guarantee: 'repeatable' },
    { name: 'seen', guarantee: 'looked' },
    { name: 'retried', guarantee: 'probed', retries: 2, refusals: 1 },
    { name: 'once', guarantee: 'once' },
    { name: 'confirmed', guarantee: 'person' },
    { name: 'no-return', guarantee: 'probed', pointOfNoReturn: true },
    { name: 'arrived', guarantee: 'looked' },
    { name: 'last', guarantee: 'probed' },
  ],
  ends: 'completed',
};

/** Three steps at once, one of them with a failure that is let pass, and one behind all of them. */
export const PARALLEL: Scenario = {
  name: 'parallel',
  parallel: true,
  deeds: [
    { name: 'first', guarantee: 'probed' },
    { name: 'left', guarantee: 'probed', after: ['first'] },
    { name: 'middle', guarantee: 'once', after: ['first'] },
    { name: 'right', guarantee: 'refused', refusals: Infinity, after: ['first'], onFailure: 'continue' },
    { name: 'last', guarantee: 'probed', after: ['left', 'middle', 'right'] },
  ],
  ends: 'completed_with_exceptions',
};

/** A step fails for good, and what was done is undone in reverse order. */
export const ROLLBACK: Scenario = {
  name: 'rollback',
  parallel: false,
  deeds: [
    { name: 'one', guarantee: 'probed', undo: true },
    { name: 'two', guarantee: 'probed', undo: true },
    { name: 'fails', guarantee: 'refused', refusals: Infinity, retries: 1, onFailure: 'rollback' },
  ],
  ends: 'rolled_back',
};

export const SCENARIOS: readonly Scenario[] = [FORWARD, PARALLEL, ROLLBACK];

/** @param key keeps the effects of this run apart from those of all others at the same witness. */
export function runbookOf(scenario: Scenario, key: string, planId: string, witness: Witness): Runbook {
  const steps = scenario.deeds.map((deed, index) => {
    const before = index === 0 || scenario.parallel ? [] : [scenario.deeds[index - 1]!.name];
    return stepOf(deed, key, deed.after ?? before, witness);
  });
  return {
    kind: 'failover',
    mode: 'live',
    planId,
    planVersion: 1,
    failoverType: 'unplanned',
    direction: { from: 'primary', to: 'secondary' },
    parallel: scenario.parallel,
    timeoutMs: 600_000,
    outageStartedAt: null,
    steps,
  };
}

/** The name under which the witness counts a deed's effect. */
export function effectOf(key: string, deed: string): string {
  return `${key}.${deed}`;
}

export function undoOf(key: string, deed: string): string {
  return `${key}.undo-${deed}`;
}

const ACTIONS: Readonly<Record<Guarantee, string>> = {
  probed: 'http',
  repeatable: 'http',
  once: 'http',
  refused: 'http',
  looked: 'health.http',
  person: 'manual',
};

function inputsOf(deed: Deed, key: string, witness: Witness): JsonObject {
  const { name, guarantee } = deed;
  if (guarantee === 'person') return { task: name };
  // Longer than anything holds it.
  if (guarantee === 'looked') return { url: witness.url(effectOf(key, name)), timeout_ms: STEP_MS };
  return httpInputs(deed, key, witness);
}

function stepOf(deed: Deed, key: string, dependsOn: readonly string[], witness: Witness): RunbookStep {
  const { name, guarantee } = deed;
  return {
    id: name,
    name,
    phase: 'procedure',
    componentId: null,
    action: ACTIONS[guarantee],
    inputs: inputsOf(deed, key, witness),
    dependsOn,
    policy: {
      timeoutMs: STEP_MS,
      retries: deed.retries ?? 0,
      backoffMs: 20,
      onFailure: deed.onFailure ?? 'pause',
    },
    idempotent: guarantee === 'repeatable',
    undoable: deed.undo ?? false,
    pointOfNoReturn: deed.pointOfNoReturn ?? false,
    proves: [],
  };
}

function httpInputs({ name, guarantee, undo }: Deed, key: string, witness: Witness): JsonObject {
  const url = witness.url(effectOf(key, name));
  const expect = { status: [204] };
  const probed = guarantee === 'probed' || guarantee === 'refused';
  return {
    method: 'POST',
    url,
    expect,
    ...(probed ? { probe: { method: 'GET', url, expect: { status: [200], json: { done: true } } } } : {}),
    ...(undo ? { undo: { method: 'POST', url: witness.url(undoOf(key, name)), expect } } : {}),
  };
}
