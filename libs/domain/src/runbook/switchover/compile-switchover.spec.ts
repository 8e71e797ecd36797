import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluateSwitchover } from '../../dr-test/evaluate-switchover.js';
import { foldJournal } from '../../execution/execution-state.js';
import type { JournalEntry, JournalRecord } from '../../execution/journal-entry.js';
import type { JsonObject } from '../../json.js';
import type { PlanDocument } from '../../plan/plan-document.js';
import { pinned, shop } from '../../testing/plans.js';
import { textsIn, isForbiddenInDrill } from '../drill/drill-guard.js';
import { compileSwitchover, SWITCHOVER_STEPS, switchoverObstacles, type SwitchoverStep } from './compile-switchover.js';
import { topologyDifferences } from './topology.js';

const hook = { action: 'http', with: { method: 'POST', url: 'http://agent/' } };
const control = (slot: string) => ({ slot, stop: hook, start: hook, base_copy: hook });

/** The shop, whose databases can be made standbys again. */
function controlled(): PlanDocument {
  const plan = shop();
  const components = plan.components.map((component) => {
    const { primary, secondary } = component.targets ?? {};
    if (primary?.driver !== 'postgres' || secondary?.driver !== 'postgres') return component;
    const targets = {
      primary: { ...primary, control: control('dr_primary') },
      secondary: { ...secondary, control: control('dr_secondary') },
    };
    return { ...component, targets };
  });
  return { ...plan, components };
}

const REQUEST = { timeoutMs: 60_000 };
const SCENARIOS = [
  { scenario_id: 's', name: 'S', description: '', components: ['comp_db'], expected_outcome: 'successful_failover' },
];

/** A test of which the steps before one succeed, and that one fails. */
function ended(failing: SwitchoverStep | null, home: 'primary' | 'secondary' = 'primary') {
  const runbook = compileSwitchover({ ...pinned(controlled()), activeSite: home }, REQUEST);
  const records: JournalRecord[] = [];
  const write = (entry: JournalEntry) =>
    records.push({ seq: records.length + 1, epoch: 1, at: new Date(records.length * 1_000), entry });
  write({ type: 'execution_requested', by: 'a', data: {} });
  write({ type: 'execution_started' });
  for (const { id: stepId, action } of runbook.steps) {
    write({ type: 'step_started', stepId, attempt: 1 });
    if (stepId === failing) {
      const error = { code: 'c', message: 'it broke', details: {} };
      write({ type: 'step_failed', stepId, error, durationMs: 1 });
      write({ type: 'execution_ended', status: 'failed', error, outcome: null });
      break;
    }
    const moved = { component_id: 'comp_db', rto_ms: stepId === 'back' ? 900 : 500, rpo_ms: 0, integrity: true, performance: true }; // prettier-ignore
    const output: JsonObject = action === 'switchover.move' ? { components: [moved] } : {};
    write({ type: 'step_succeeded', stepId, output, durationMs: 1, foundDone: false });
  }
  if (failing === null) write({ type: 'execution_ended', status: 'completed', error: null, outcome: null });
  const state = foldJournal('test_1', runbook, records);
  return evaluateSwitchover(controlled(), SCENARIOS, ['RTO targets met'], runbook, state);
}

describe('a live switchover test', () => {
  it('only starts executions and waits for them: it names no server, and a drill can not do what it does', () => {
    const { steps, direction, parallel, kind } = compileSwitchover(pinned(controlled()), REQUEST);
    expect({ direction, parallel, kind }).toEqual({ direction: null, parallel: false, kind: 'test' });
    expect(steps.map(({ id }) => id)).toEqual(SWITCHOVER_STEPS);
    expect(steps.every(({ action }) => action.startsWith('switchover.') && isForbiddenInDrill(action))).toBe(true);
    expect(steps.flatMap(({ inputs }) => textsIn(inputs)).filter((text) => /:\/\//.test(text))).toEqual([]);
    // One after the other, and the first that fails is the last.
    expect(steps.map(({ dependsOn }) => dependsOn)).toEqual([[], ...steps.slice(0, -1).map(({ id }) => [id])]);
    expect(steps.every(({ policy }) => policy.onFailure === 'abort')).toBe(true);
  });

  it('is only for plans that can be brought back from both sites', () => {
    expect(switchoverObstacles(pinned(controlled()))).toEqual([]);
    expect(switchoverObstacles(pinned(shop())).join()).toMatch(/targets.secondary has no control.*targets.primary/s);
    expect(switchoverObstacles({ ...pinned(controlled()), mode: 'simulation' })).toHaveLength(1);
  });

  it('is measured by the worse of its two failovers', () => {
    expect(ended(null)).toMatchObject({ status: 'completed', overallResult: 'passed', rtoMs: 900, rpoMs: 0 });
  });

  it.each([
    ['check', /^Nothing was moved/],
    ['there', /^Nothing was moved/],
    ['reprotect_there', /^The plan runs at its secondary site.*fail it back$/],
    ['check_back', /^The plan runs at its secondary site.*fail it back$/],
    ['back', /^The plan runs at its secondary site.*fail it back$/],
    ['reprotect_back', /^The plan is back at its primary site and unprotected/],
    ['compare', /^The plan is back at its primary site, and not everything replicates/],
  ] as const)('that stops at %s has failed, and says what to do next', (step, next) => {
    const result = ended(step);
    expect(result).toMatchObject({ status: 'failed', overallResult: 'failed', successRate: 0 });
    expect(result.recommendations[0]).toMatch(next);
    expect(result.recommendations[0]).toContain('it broke');
  });

  it('that began at the other site is brought back there', () => {
    expect(ended('back', 'secondary').recommendations[0]).toMatch(/planned failover to the secondary site$/);
  });
});

describe('two topologies', () => {
  it('differ exactly where they are not the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (one, other) => {
        const [before, after] = JSON.parse(JSON.stringify([{ it: one }, { it: other }])) as [JsonObject, JsonObject];
        expect(topologyDifferences(before, structuredClone(before))).toEqual([]);
        if (topologyDifferences(before, after).length === 0) expect(sorted(after)).toEqual(sorted(before));
      }),
    );
    const was = { db: { primary: { slots: ['a physical'], role: 'primary' } } };
    const is = { db: { primary: { slots: [], role: 'primary' } } };
    expect(topologyDifferences(was, is)).toEqual(['db.primary.slots was ["a physical"] and is nothing']);
  });
});

/** What is not there and what is nothing are the same to a person. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
