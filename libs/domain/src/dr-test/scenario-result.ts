import { meetsRpo, meetsRto } from './criteria.js';
import type { ScenarioResult, ScenarioStatus } from './dr-test.js';
import {
  succeeded,
  type ComponentMeasurement,
  type MeasuredStep,
  type ScenarioMeasurement,
} from './scenario-measurement.js';

const SIMULATED = 'simulated: nothing was measured';

/** What is expected of a scenario when success is; another outcome is compared by a person. */
const SUCCESS = /^(success|successful|successful_failover|passed)$/i;

export function scenarioResult(measured: ScenarioMeasurement, simulated: boolean): ScenarioResult {
  const { scenario, components, startedAt, endedAt } = measured;
  const withData = components.filter(({ holdsData }) => holdsData);
  const all = (of: readonly ComponentMeasurement[], holds: (one: ComponentMeasurement) => boolean | null): boolean =>
    !simulated && startedAt !== null && of.every((one) => holds(one) === true);
  return {
    scenario_id: scenario.scenario_id,
    name: scenario.name,
    status: statusOf(measured, simulated),
    duration: startedAt && endedAt ? Math.max(0, endedAt.getTime() - startedAt.getTime()) / 60_000 : null,
    rto_achieved: all(components, meetsRto),
    rpo_achieved: all(withData, meetsRpo),
    data_integrity_verified: all(withData, ({ integrity }) => integrity),
    performance_acceptable: all(components, ({ performance }) => performance),
    issues: simulated ? [SIMULATED] : issuesOf(measured),
  };
}

function statusOf({ steps, scenario }: ScenarioMeasurement, simulated: boolean): ScenarioStatus {
  if (simulated) return 'simulated';
  if (steps.length === 0) return 'inconclusive';
  if (steps.every(({ state }) => state.startedAt === null && state.status !== 'skipped')) return 'not_run';
  if (!steps.every(succeeded)) return 'failed';
  return SUCCESS.test(scenario.expected_outcome) ? 'passed' : 'inconclusive';
}

function issuesOf({ scenario, steps, cleanUp, components }: ScenarioMeasurement): readonly string[] {
  return [
    ...steps.filter((step) => !succeeded(step)).map(stepIssue),
    ...components.flatMap(componentIssues),
    ...cleanUp.filter((step) => !succeeded(step)).map((step) => `clean-up: ${stepIssue(step)}`),
    ...(SUCCESS.test(scenario.expected_outcome)
      ? []
      : [`expected "${scenario.expected_outcome}": a person has to compare it with what happened`]),
  ];
}

function stepIssue({ step, state }: MeasuredStep): string {
  const why = state.error === null ? '' : `: ${state.error.message}`;
  const what = state.status === 'pending' ? 'was not begun' : state.status.replace('_', ' ');
  return `${step.name}: ${what}${why}`;
}

function componentIssues(measured: ComponentMeasurement): readonly string[] {
  const { component, recovered, restored, holdsData, rpoMs, rtoMs, performance, notExercised } = measured;
  return [
    ...(meetsRto(measured) === false
      ? [`${component.name} recovered in ${minutes(rtoMs!)} min, its RTO is ${component.rto} min`]
      : []),
    ...(meetsRpo(measured) === false
      ? [`${component.name} would have lost ${minutes(rpoMs!)} min, its RPO is ${component.rpo} min`]
      : []),
    ...(holdsData && recovered !== null && rpoMs === null ? [`data loss of ${component.name} was not measured`] : []),
    ...(recovered !== null && !restored && performance === null
      ? [`performance of ${component.name} was not measured`]
      : []),
    ...(recovered === null && !restored && notExercised.length === component.recovery_procedures.length
      ? [`nothing of ${component.name} can be exercised`]
      : []),
    ...notExercised.map((what) => `${component.name}: ${what}`),
  ];
}

/** At most three significant decimals; never rounded to zero. */
export function minutes(ms: number): string {
  const value = ms / 60_000;
  return value === 0 ? '0' : String(Number(value >= 1 ? value.toFixed(1) : value.toPrecision(2)));
}
