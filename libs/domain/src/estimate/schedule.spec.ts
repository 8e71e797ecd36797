import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scheduleOf, type TimedStep } from './schedule.js';

/** Steps that depend on some of those before them. */
const graphs = fc
  .array(
    fc.record({ durationMs: fc.nat(1_000), human: fc.boolean(), before: fc.array(fc.nat(20), { maxLength: 3 }) }),
    { maxLength: 9 },
  )
  .map((drafts) =>
    drafts.map(({ durationMs, human, before }, index): TimedStep => ({
      id: `s${index}`,
      durationMs,
      human,
      dependsOn: index === 0 ? [] : [...new Set(before.map((at) => `s${at % index}`))],
    })),
  );

const sum = (steps: readonly TimedStep[]): number => steps.reduce((total, { durationMs }) => total + durationMs, 0);

/** Every chain of dependent steps, by trying them all. */
function longestChainMs(steps: readonly TimedStep[]): number {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const behind = ({ durationMs, dependsOn }: TimedStep): number =>
    durationMs + Math.max(0, ...dependsOn.map((id) => behind(byId.get(id)!)));
  return Math.max(0, ...steps.map(behind));
}

const on = (steps: readonly TimedStep[], ids: readonly string[]) =>
  ids.map((id) => steps.find((step) => step.id === id)!);

describe('a schedule', () => {
  it('in parallel takes as long as the longest chain, and its critical path is such a chain', () => {
    fc.assert(
      fc.property(graphs, (steps) => {
        const { totalMs, criticalPath } = scheduleOf(steps, true);
        expect(totalMs).toBe(longestChainMs(steps));
        const path = on(steps, criticalPath);
        expect(sum(path)).toBe(totalMs);
        for (const [index, step] of path.entries()) {
          if (index > 0) expect(step.dependsOn).toContain(path[index - 1]!.id);
        }
      }),
    );
  });

  it('one after the other never does two things of machines at once, waits for dependencies, and is never idle', () => {
    fc.assert(
      fc.property(graphs, (steps) => {
        const { totalMs, criticalPath, endMs } = scheduleOf(steps, false);
        const begin = ({ id, durationMs }: TimedStep): number => endMs.get(id)! - durationMs;
        for (const step of steps) {
          for (const id of step.dependsOn) expect(begin(step)).toBeGreaterThanOrEqual(endMs.get(id)!);
        }
        const machine = steps.filter(({ human }) => !human);
        const working = machine.filter(({ durationMs }) => durationMs > 0).toSorted((a, b) => begin(a) - begin(b));
        working
          .slice(1)
          .forEach((step, index) => expect(begin(step)).toBeGreaterThanOrEqual(endMs.get(working[index]!.id)!));
        if (machine.length === steps.length) expect(totalMs).toBe(sum(steps));
        expect(totalMs).toBeGreaterThanOrEqual(longestChainMs(steps));
        // Each step of the critical path begins when the one before it ends: nothing else could make it shorter.
        expect(sum(on(steps, criticalPath))).toBe(totalMs);
      }),
    );
  });

  it('lets machines work while a person is waited for', () => {
    const step = (id: string, durationMs: number, human: boolean, dependsOn: readonly string[] = []): TimedStep => ({
      id,
      durationMs,
      human,
      dependsOn,
    });
    const { totalMs, criticalPath } = scheduleOf(
      [step('call', 100, true), step('copy', 30, false), step('check', 30, false), step('open', 5, false, ['call'])],
      false,
    );
    expect([totalMs, criticalPath]).toEqual([105, ['call', 'open']]);
  });
});
