import { expect, test } from '@jest/globals';
import { criticalPath } from './critical-path.js';

const step = (step_id: string, duration_ms: number | null, ...depends_on: string[]) => ({
  step_id,
  duration_ms,
  depends_on,
});

test('of parallel branches the longer one counts', () => {
  const steps = [step('a', 10), step('b', 50, 'a'), step('c', 20, 'a'), step('d', 5, 'b', 'c')];
  expect(criticalPath(steps)).toEqual({ stepIds: ['a', 'b', 'd'], durationMs: 65 });
});

test('the longest path need not end with the last step, nor stand in order', () => {
  const steps = [step('late', 100, 'a'), step('b', 5, 'a'), step('a', 10)];
  expect(criticalPath(steps)).toEqual({ stepIds: ['a', 'late'], durationMs: 110 });
});

test('steps that never ran take no time; unknown dependencies and no steps at all are no fault', () => {
  expect(criticalPath([step('a', null), step('b', 3, 'a', 'elsewhere')]).durationMs).toBe(3);
  expect(criticalPath([])).toEqual({ stepIds: [], durationMs: 0 });
});

test('many shared branches are walked once each', () => {
  const layers = Array.from({ length: 200 }, (_, layer) =>
    ['x', 'y'].map((side) => step(`${side}${layer}`, 1, `x${layer - 1}`, `y${layer - 1}`)),
  ).flat();
  expect(criticalPath(layers).durationMs).toBe(200);
});
