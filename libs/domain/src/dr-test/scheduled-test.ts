import { topologicalOrder } from '../graph/dependency-graph.js';
import type { PlanDocument } from '../plan/plan-document.js';
import { isRestoreTest } from '../runbook/drill/restore-steps.js';
import { KNOWN_CRITERIA, RESTORE_CRITERIA } from './criteria.js';
import type { TestEnvironment, TestNotifications, TestScenario } from './dr-test.js';

/** Minutes that a test may take when nobody says: a working day. */
export const DEFAULT_DURATION = 480;

export interface ScheduledTest {
  readonly testName: string;
  readonly description: string;
  readonly testType: string;
  readonly testScope: string;
  /** Minutes. */
  readonly duration: number;
  readonly environment: TestEnvironment;
  readonly scenarios: readonly TestScenario[];
  readonly criteria: readonly string[];
  readonly notifications: TestNotifications;
}

/** The test that a plan's schedule asks for: every component a scenario of its own, in the order of dependencies. */
export function scheduledTest(plan: PlanDocument, dueAt: Date): ScheduledTest {
  const schedule = plan.testing_schedule;
  const { order } = topologicalOrder(
    plan.components.map((component) => ({
      ...component,
      id: component.component_id,
      dependsOn: component.dependencies,
    })),
  );
  return {
    testName: `${plan.plan_name}: ${schedule?.frequency ?? 'scheduled'} test of ${dueAt.toISOString().slice(0, 10)}`,
    description: 'Started by the testing schedule of the plan',
    testType: schedule?.test_scope ?? 'full',
    testScope: 'all_components',
    duration: schedule?.test_duration ?? DEFAULT_DURATION,
    environment: defaultEnvironment(plan),
    scenarios: order.map((component) => ({
      scenario_id: `scenario_${component.component_id}`,
      name: `${component.name} Failover`,
      description: `Test the failover of ${component.name}`,
      components: [component.component_id],
      expected_outcome: 'successful_failover',
    })),
    criteria: defaultCriteria(schedule?.test_scope ?? 'full'),
    notifications: { ...defaultNotifications(plan), recipients: schedule?.notifications ?? [] },
  };
}

export function defaultCriteria(testType: string): readonly string[] {
  return isRestoreTest(testType) ? RESTORE_CRITERIA : KNOWN_CRITERIA;
}

export function defaultEnvironment(plan: PlanDocument): TestEnvironment {
  const { name, location } = plan.failover_configuration.secondary_site;
  return { name, location, isolation: 'isolated', cleanup_after_test: true };
}

export function defaultNotifications(plan: PlanDocument): TestNotifications {
  return {
    on_start: true,
    on_completion: true,
    on_failure: true,
    recipients: plan.testing_schedule?.notifications ?? plan.notifications?.recipients ?? [],
  };
}
