import type { RunbookStep } from '../runbook/runbook.js';
import type { StepHistories } from './step-history.js';

/** Weight of a step that takes as long as the average one. */
const AVERAGE = 1_000;

/**
 * How much of the whole work each step is expected to be, in the order of the steps: by what it took before, else by
 * what the plan says, else as much as the average of the others. Whole numbers of at least one, so that no step is for
 * nothing and sums are exact.
 */
export function stepWeights(steps: readonly RunbookStep[], histories: StepHistories): readonly number[] {
  const expected = steps.map((step) => histories.get(step.id)?.p50Ms ?? step.expectedMs ?? null);
  const known = expected.filter((ms) => ms !== null);
  const mean = known.length === 0 ? 0 : known.reduce((sum, ms) => sum + ms, 0) / known.length;
  if (mean <= 0) return steps.map(() => AVERAGE);
  return expected.map((ms) => Math.max(1, Math.round(((ms ?? mean) / mean) * AVERAGE)));
}
