import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Runbook } from '../runbook/runbook.js';
import { initialState, type ExecutionState } from './execution-state.js';
import { procedureOutcome } from './procedure-outcome.js';
import { STEP_STATUSES, type StepStatus } from './transitions.js';

function ended(mode: Runbook['mode'], statuses: readonly StepStatus[]) {
  const runbook = { mode, steps: statuses.map((_, index) => ({ id: `s${index}` })) } as unknown as Runbook;
  const empty = initialState('exec_1', runbook);
  const steps = new Map(
    statuses.map((status, index) => {
      const id = `s${index}`;
      const endedAt = status === 'succeeded' ? new Date(5_000 + index) : null;
      return [id, { ...empty.steps.get(id)!, status, endedAt }];
    }),
  );
  const state: ExecutionState = { ...empty, startedAt: new Date(5_000), steps };
  return procedureOutcome(runbook, state);
}

describe('the outcome of a procedure', () => {
  it('counts each step once, whatever became of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('live' as const, 'simulation' as const),
        fc.array(fc.constantFrom(...STEP_STATUSES)),
        (mode, statuses) => {
          const { duration_ms: _, steps_total, ...counts } = ended(mode, statuses);
          expect(steps_total).toBe(statuses.length);
          expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(steps_total);
        },
      ),
    );
  });

  it('claims nothing for a walk-through', () => {
    expect(ended('simulation', ['succeeded', 'succeeded'])).toMatchObject({ steps_succeeded: 0, steps_simulated: 2 });
  });

  it('lasts until the last step has ended; not at all when none has', () => {
    expect(ended('live', ['succeeded', 'failed', 'succeeded']).duration_ms).toBe(2);
    expect(ended('live', ['failed']).duration_ms).toBeNull();
  });
});
