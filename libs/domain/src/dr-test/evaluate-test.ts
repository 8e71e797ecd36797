import type { ExecutionState } from '../execution/execution-state.js';
import type { ExecutionStatus } from '../execution/transitions.js';
import type { PlanDocument } from '../plan/plan-document.js';
import type { Runbook } from '../runbook/runbook.js';
import { judgeCriterion } from './criteria.js';
import type { CriterionResult, OverallResult, ScenarioResult, TestScenario, TestStatus } from './dr-test.js';
import { recommend } from './recommendations.js';
import { measureScenario, type ScenarioMeasurement } from './scenario-measurement.js';
import { scenarioResult } from './scenario-result.js';

export interface TestEvaluation {
  readonly status: Exclude<TestStatus, 'scheduled' | 'running'>;
  /** Null: the test was cancelled, and nothing is said of it. */
  readonly overallResult: OverallResult | null;
  /** Passed scenarios of all scenarios, 0 to 1. */
  readonly successRate: number;
  readonly scenarioResults: readonly ScenarioResult[];
  readonly criteriaResults: readonly CriterionResult[];
  readonly recommendations: readonly string[];
  /** The worst over all scenarios, milliseconds; null when nothing was measured. */
  readonly rtoMs: number | null;
  readonly rpoMs: number | null;
}

/** Derives a test's results from the journal of its execution, which is over. */
export function evaluateTest(
  plan: PlanDocument,
  scenarios: readonly TestScenario[],
  criteria: readonly string[],
  runbook: Runbook,
  state: ExecutionState,
): TestEvaluation {
  const measured = scenarios.map((scenario) => measureScenario(scenario, plan, runbook, state));
  return evaluation(measured, criteria, state, runbook.mode === 'simulation');
}

/** What measurements and the end of an execution come to. */
export function evaluation(
  measured: readonly ScenarioMeasurement[],
  criteria: readonly string[],
  state: ExecutionState,
  simulated = false,
): TestEvaluation {
  const components = measured.flatMap((scenario) => scenario.components);
  const scenarioResults = measured.map((scenario) => scenarioResult(scenario, simulated));
  const criteriaResults = criteria.map((criterion) =>
    simulated ? simulatedCriterion(criterion) : judgeCriterion(criterion, components),
  );
  const status = statusOf(state);
  return {
    status,
    overallResult: overallResult(status, scenarioResults, criteriaResults),
    successRate: successRate(scenarioResults),
    scenarioResults,
    criteriaResults,
    recommendations: recommend(measured, simulated),
    rtoMs: worst(components.map(({ rtoMs }) => rtoMs)),
    rpoMs: worst(components.map(({ rpoMs }) => rpoMs)),
  };
}

/** What a test comes to, from its parts; asked again whenever a person has assessed one. */
export function overallResult(
  status: TestStatus,
  scenarios: readonly Pick<ScenarioResult, 'status'>[],
  criteria: readonly Pick<CriterionResult, 'status'>[],
): OverallResult | null {
  if (status === 'scheduled' || status === 'running' || status === 'cancelled') return null;
  const parts = [...scenarios, ...criteria].map((part) => part.status);
  if (status === 'failed' || parts.includes('failed')) return 'failed';
  return parts.every((part) => part === 'passed') ? 'passed' : 'inconclusive';
}

function successRate(scenarios: readonly ScenarioResult[]): number {
  if (scenarios.length === 0) return 0;
  return scenarios.filter((scenario) => scenario.status === 'passed').length / scenarios.length;
}

function simulatedCriterion(criteria: string): CriterionResult {
  return { criteria, status: 'not_evaluated', details: 'Simulated: nothing was measured' };
}

const STATUS_OF: Readonly<Partial<Record<ExecutionStatus, TestEvaluation['status']>>> = {
  completed: 'completed',
  completed_with_exceptions: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

function statusOf({ executionId, status, rollbackCause }: ExecutionState): TestEvaluation['status'] {
  if (status === 'rolled_back') return rollbackCause === 'cancel' ? 'cancelled' : 'failed';
  const known = STATUS_OF[status];
  if (known === undefined) throw new Error(`${executionId} is ${status}: it is not over`);
  return known;
}

function worst(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length === 0 ? null : Math.max(...measured);
}
