import { normalised } from '#domain/dr-test/criteria.js';
import type { TestScenario } from '#domain/dr-test/dr-test.js';
import {
  DEFAULT_DURATION,
  defaultCriteria,
  defaultEnvironment,
  defaultNotifications,
} from '#domain/dr-test/scheduled-test.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { testFaults } from '#domain/runbook/compile-test.js';
import { drillFaults } from '#domain/runbook/drill/drill-guard.js';
import { isRestoreTest } from '#domain/runbook/drill/restore-steps.js';
import { switchoverObstacles } from '#domain/runbook/switchover/compile-switchover.js';
import type { NewTest } from '#persistence/dr-tests/test-records.js';
import { pinnedPlan } from '#persistence/pinned-plan.js';
import type { PlanRecord } from '#persistence/records.js';
import type { Fault } from '../validation/fault.js';
import { withoutAbsent } from '../without-absent.js';
import type { ScheduleTestDto } from './schedule-test.dto.js';

/** A client's clock may be behind ours by so much, and its request under way. */
const TOLERANCE_MS = 60_000;

export type RequestedTest = Omit<NewTest, 'testId' | 'plan' | 'createdBy' | 'scheduledBy'>;

export function requestedTest(dto: ScheduleTestDto, plan: PlanDocument): RequestedTest {
  const environment = defaultEnvironment(plan);
  return {
    testName: dto.test_name,
    description: dto.description ?? '',
    testType: dto.test_type,
    testScope: dto.test_scope ?? 'all_components',
    scheduledFor: new Date(dto.scheduled_for),
    requestedDuration: dto.duration ?? plan.testing_schedule?.test_duration ?? DEFAULT_DURATION,
    environment: { ...environment, ...withoutAbsent(dto.test_environment ?? {}) },
    scenarios: dto.test_scenarios.map((scenario) => ({
      scenario_id: scenario.scenario_id,
      name: scenario.name,
      description: scenario.description ?? '',
      components: scenario.components,
      expected_outcome: scenario.expected_outcome ?? 'successful_failover',
    })),
    successCriteria: dto.success_criteria ?? defaultCriteria(dto.test_type),
    notifications: { ...defaultNotifications(plan), ...withoutAbsent(dto.notifications ?? {}) },
    source: 'request',
    exercise: isAsked(dto.live_switchover) ? 'live_switchover' : 'drill',
  };
}

function isAsked<T>(part: T | null | undefined): part is T {
  return part !== null && part !== undefined;
}

/**
 * Everything in a well-formed request that the plan can not do.
 * @param others the other live plans: what is production in one of them is no drill target in any.
 * @param confirmed what was given to confirm a live switchover.
 */
export function faultsOfTest(
  test: RequestedTest,
  plan: PlanRecord,
  {
    now,
    others,
    confirmed,
  }: { readonly now: Date; readonly others: readonly PlanDocument[]; readonly confirmed: string | null },
): readonly Fault[] {
  return [
    ...dateFaults(test.scheduledFor, plan.mode, now),
    ...scenarioFaults(test.scenarios),
    ...(test.exercise === 'live_switchover'
      ? switchoverFaults(test, plan, confirmed)
      : drillTestFaults(test, plan, others)),
    ...repeated(test.successCriteria.map(normalised)).map((criterion) =>
      invalid('success_criteria', `names "${criterion}" twice`),
    ),
  ];
}

function drillTestFaults(
  { scenarios, testType }: RequestedTest,
  plan: PlanRecord,
  others: readonly PlanDocument[],
): readonly Fault[] {
  return [
    ...testFaults(plan, scenarios, isRestoreTest(testType)).map(({ field, issue }) => invalid(field, issue)),
    ...drillFaults(plan.document, others).map(({ field, issue }) => invalid(`plan.${field}`, issue)),
  ];
}

function switchoverFaults(
  { scenarios, testType }: RequestedTest,
  plan: PlanRecord,
  confirmed: string | null,
): readonly Fault[] {
  // It needs no drill targets: only that the components are the plan's.
  const components = testFaults({ ...plan, mode: 'simulation' }, scenarios, false);
  return [
    ...components.map(({ field, issue }) => invalid(field, issue)),
    ...(isRestoreTest(testType)
      ? [invalid('live_switchover', 'is not possible with a restore test, which moves nothing')]
      : []),
    ...(confirmed === plan.document.plan_name
      ? []
      : [invalid('live_switchover.confirm', "must be the plan's name: the test moves it for real")]),
    ...switchoverObstacles(pinnedPlan(plan)).map((why) => invalid('live_switchover', `is not possible: ${why}`)),
  ];
}

/** A walk-through can be caught up on at once; a drill begins at a time that somebody has agreed to. */
export function dateFaults(scheduledFor: Date, mode: PlanRecord['mode'], now: Date): readonly Fault[] {
  const past = scheduledFor.getTime() < now.getTime() - TOLERANCE_MS;
  return past && mode === 'live'
    ? [invalid('scheduled_for', 'must not be in the past: the plan is live, and its test would begin at once')]
    : [];
}

function scenarioFaults(scenarios: readonly TestScenario[]): readonly Fault[] {
  return [
    ...(scenarios.length === 0 ? [invalid('test_scenarios', 'must have at least one scenario')] : []),
    ...repeated(scenarios.map((scenario) => scenario.scenario_id)).map((id) =>
      invalid('test_scenarios', `scenario_id ${id} must be unique`),
    ),
    ...scenarios.flatMap(({ components }, index) => [
      ...(components.length === 0
        ? [invalid(`test_scenarios[${index}].components`, 'must name at least one component')]
        : []),
      ...repeated(components).map((id) => invalid(`test_scenarios[${index}].components`, `names ${id} twice`)),
    ]),
  ];
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

function invalid(field: string, must: string): Fault {
  return { kind: 'invalid', field, must };
}
