import { describe, expect, it } from '@jest/globals';
import { runbook, step } from '../testing/runbooks.js';
import { initialState } from './execution-state.js';
import { progressOf } from './progress.js';
import type { ExecutionStatus, StepStatus } from './transitions.js';

function progress(status: ExecutionStatus, ...steps: readonly StepStatus[]): number {
  const book = runbook(steps.map((_, index) => step(`s${index}`)));
  const state = initialState('failover_1', book);
  const changed = [...state.steps.values()].map(
    (each, index) => [each.id, { ...each, status: steps[index]! }] as const,
  );
  return progressOf(book, { ...state, status, steps: new Map(changed) });
}

describe('progress', () => {
  it('is the share of steps that are over', () => {
    expect(progress('pending', 'pending', 'pending')).toBe(0);
    expect(progress('running', 'succeeded', 'skipped', 'running')).toBe(66);
    expect(progress('rolling_back', 'undone', 'failed')).toBe(50);
  });

  it('is whole only at the end', () => {
    expect(progress('running', 'succeeded')).toBe(99);
    expect(progress('completed', 'succeeded')).toBe(100);
    expect(progress('completed_with_exceptions', 'succeeded', 'failed')).toBe(100);
    expect(progress('failed', 'succeeded', 'failed')).toBe(50);
  });

  it('copes with nothing to do', () => {
    expect(progress('running')).toBe(0);
    expect(progress('completed')).toBe(100);
  });
});
