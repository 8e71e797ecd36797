import { describe, expect, it } from '@jest/globals';
import {
  EXECUTION_STATUSES,
  EXECUTION_TRANSITIONS,
  IllegalTransitionError,
  isTerminal,
  moveExecution,
  moveStep,
  STEP_STATUSES,
  STEP_TRANSITIONS,
  TERMINAL_STATUSES,
} from './transitions.js';

function reachable<S extends string>(from: S, table: Readonly<Record<S, readonly S[]>>): ReadonlySet<S> {
  const seen = new Set([from]);
  for (const status of seen) for (const next of table[status]) seen.add(next);
  return seen;
}

describe('transition tables', () => {
  it('reach every status from pending', () => {
    expect([...reachable('pending', EXECUTION_TRANSITIONS)].sort()).toEqual([...EXECUTION_STATUSES].sort());
    expect([...reachable('pending', STEP_TRANSITIONS)].sort()).toEqual([...STEP_STATUSES].sort());
  });

  it('lead to an end from everywhere, and nowhere from there', () => {
    for (const status of EXECUTION_STATUSES) {
      expect([...reachable(status, EXECUTION_TRANSITIONS)].some(isTerminal)).toBe(true);
    }
    expect(TERMINAL_STATUSES).toEqual(['completed', 'completed_with_exceptions', 'failed', 'cancelled', 'rolled_back']);
  });

  it('what is not in them throws', () => {
    for (const from of EXECUTION_STATUSES) {
      for (const to of EXECUTION_STATUSES) {
        const move = (): string => moveExecution('failover_1', from, to);
        if (EXECUTION_TRANSITIONS[from].includes(to)) expect(move()).toBe(to);
        else expect(move).toThrow(IllegalTransitionError);
      }
    }
    for (const from of STEP_STATUSES) {
      for (const to of STEP_STATUSES) {
        const move = (): string => moveStep('a', from, to);
        if (STEP_TRANSITIONS[from].includes(to)) expect(move()).toBe(to);
        else expect(move).toThrow(IllegalTransitionError);
      }
    }
  });

  it('nothing that succeeded runs again', () => {
    expect(reachable('succeeded', STEP_TRANSITIONS)).not.toContain('running');
  });
});
