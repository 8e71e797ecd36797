import type { ExecutionState } from '../execution/execution-state.js';
import type { Json } from '../json.js';
import type { Component, PlanDocument, Site } from '../plan/plan-document.js';
import { otherSite } from '../plan/plan-document.js';
import type { Runbook } from '../runbook/runbook.js';
import { NEXT_ACTION_AFTER, type SwitchoverStep } from '../runbook/switchover/compile-switchover.js';
import type { TestScenario } from './dr-test.js';
import { evaluation, type TestEvaluation } from './evaluate-test.js';
import { succeeded, type ComponentMeasurement, type MeasuredStep, type ScenarioMeasurement } from './scenario-measurement.js'; // prettier-ignore

/** What a failover of the test measured of one component; null is: not measured. */
interface MovedComponent {
  readonly component_id: string;
  readonly rto_ms: number | null;
  readonly rpo_ms: number | null;
  readonly integrity: boolean | null;
  readonly performance: boolean | null;
}

/** Derives the results of a live switchover test, which is over: the worse of its two failovers counts. */
export function evaluateSwitchover(
  plan: PlanDocument,
  scenarios: readonly TestScenario[],
  criteria: readonly string[],
  runbook: Runbook,
  state: ExecutionState,
): TestEvaluation {
  const steps = runbook.steps.map((step) => ({ step, state: state.steps.get(step.id)! }));
  const measured = scenarios.map((scenario) => measureScenario(scenario, plan, steps));
  const evaluated = evaluation(measured, criteria, state);
  const next = nextAction(runbook, steps);
  return next === null
    ? evaluated
    : {
        ...evaluated,
        // Of one that was cancelled nothing is said, but what is to be done.
        overallResult: evaluated.overallResult === null ? null : 'failed',
        recommendations: [next, ...evaluated.recommendations],
      };
}

function measureScenario(
  scenario: TestScenario,
  plan: PlanDocument,
  steps: readonly MeasuredStep[],
): ScenarioMeasurement {
  const starts = steps.flatMap(({ state }) => state.startedAt ?? []);
  const ends = steps.flatMap(({ state }) => state.endedAt ?? []);
  return {
    scenario,
    startedAt: starts.length === 0 ? null : new Date(Math.min(...starts.map(Number))),
    endedAt: ends.length === 0 ? null : new Date(Math.max(...ends.map(Number))),
    steps,
    cleanUp: [],
    components: plan.components
      .filter(({ component_id }) => scenario.components.includes(component_id))
      .map((component) => measureComponent(component, steps)),
  };
}

function measureComponent(component: Component, steps: readonly MeasuredStep[]): ComponentMeasurement {
  const moves = steps.filter(({ step }) => step.action === 'switchover.move');
  const begun = moves.some(({ state }) => state.startedAt !== null);
  const moved = moves.filter(succeeded).flatMap(({ state }) => componentIn(state.output?.['components'], component));
  const worst = (of: readonly (number | null)[]): number | null =>
    of.length < moves.length || of.includes(null) ? null : Math.max(...of.map(Number));
  const both = (of: readonly (boolean | null)[]): boolean | null =>
    of.includes(false) ? false : of.length < moves.length || of.includes(null) ? null : true;
  const timed = steps.filter(({ state }) => state.durationMs !== null);
  const slowest = timed.sort((one, other) => other.state.durationMs! - one.state.durationMs!)[0];
  return {
    component,
    recovered: begun ? moves.every(succeeded) : null,
    rtoMs: worst(moved.map(({ rto_ms }) => rto_ms)),
    rpoMs: worst(moved.map(({ rpo_ms }) => rpo_ms)),
    holdsData: component.targets?.primary?.driver === 'postgres',
    integrity: both(moved.map(({ integrity }) => integrity)),
    performance: both(moved.map(({ performance }) => performance)),
    restored: false,
    notExercised: [],
    slowest: slowest ? { name: slowest.step.name, durationMs: slowest.state.durationMs! } : null,
  };
}

function componentIn(components: Json | undefined, { component_id }: Component): readonly MovedComponent[] {
  const known = (Array.isArray(components) ? components : []) as unknown as readonly MovedComponent[];
  return known.filter((one) => one.component_id === component_id);
}

/** What a person does after a test that did not come to its end; null: it did. */
function nextAction(runbook: Runbook, steps: readonly MeasuredStep[]): string | null {
  const stopped = steps.find((step) => !succeeded(step));
  if (stopped === undefined) return null;
  const home = runbook.steps[0]!.inputs['active'] as Site;
  const away = otherSite(home);
  const why = stopped.state.error === null ? '' : ` (${stopped.state.error.message})`;
  switch (NEXT_ACTION_AFTER[stopped.step.id as SwitchoverStep]) {
    case 'repair':
      return `Nothing was moved${why}, unless its failover says otherwise: repair the cause, then test again`;
    case 'return':
      return (
        `The plan runs at its ${away} site, and nothing more was moved${why}: look at its protection, reprotect it until ` +
        `it is protected, then ${home === 'primary' ? 'fail it back' : `start a planned failover to the ${home} site`}`
      );
    case 'reprotect':
      return `The plan is back at its ${home} site and unprotected${why}: reprotect it`;
    case 'compare':
      return `The plan is back at its ${home} site, and not everything replicates as before${why}: put that right by hand`;
  }
}
