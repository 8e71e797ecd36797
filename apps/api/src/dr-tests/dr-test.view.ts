import type { CriterionResult, ScenarioResult, TestEnvironment, TestScenario } from '#domain/dr-test/dr-test.js';
import type { TestRecord } from '#persistence/dr-tests/test-records.js';
import type { StepRecord } from '#persistence/records.js';
import { instant, instantOrNull } from '../instant.js';
import type { TestWithCleanUp } from './dr-test.service.js';

/** SPEC.md's scheduled test, and this service's additions after it. */
export function testView(test: TestRecord) {
  return {
    test_id: test.testId,
    plan_id: test.planId,
    test_name: test.testName,
    description: test.description,
    test_type: test.testType,
    test_scope: test.testScope,
    scheduled_for: instant(test.scheduledFor),
    duration: test.requestedDuration,
    test_environment: environmentView(test.environment),
    test_scenarios: test.scenarios.map(scenarioView),
    success_criteria: test.successCriteria,
    notifications: {
      on_start: test.notifications.on_start,
      on_completion: test.notifications.on_completion,
      on_failure: test.notifications.on_failure,
      recipients: test.notifications.recipients,
    },
    status: test.status,
    created_at: instant(test.createdAt),
    scheduled_by: test.scheduledBy,
    started_at: instantOrNull(test.startedAt),
    completed_at: instantOrNull(test.completedAt),
    ...additions(test),
  };
}

/** SPEC.md's results; before the test is over they say so by `status`, nulls and empty lists. */
export function testResultsView({ test, cleanUp, legs }: TestWithCleanUp) {
  return {
    test_id: test.testId,
    plan_id: test.planId,
    test_name: test.testName,
    status: test.status,
    started_at: instantOrNull(test.startedAt),
    completed_at: instantOrNull(test.completedAt),
    // Minutes, with decimals.
    duration:
      test.startedAt && test.completedAt ? (test.completedAt.getTime() - test.startedAt.getTime()) / 60_000 : null,
    overall_result: test.overallResult,
    success_rate: test.successRate,
    scenario_results: test.scenarioResults.map(scenarioResultView),
    success_criteria_results: test.criteriaResults.map(criterionView),
    recommendations: test.recommendations,
    next_test: instantOrNull(test.nextTest),
    ...additions(test),
    measurements: { rto_ms: test.rtoMs, rpo_ms: test.rpoMs },
    cleanup: cleanUp.map(cleanUpView),
    ...(legs === null
      ? {}
      : { executions: legs.map(({ leg, executionId, status }) => ({ leg, execution_id: executionId, status })) }),
  };
}

function additions({ executionMode, exercise, source, pauseReason, startedAt, testId }: TestRecord) {
  return {
    execution_mode: executionMode,
    exercise,
    source,
    execution_id: startedAt === null ? null : testId,
    pause_reason: pauseReason,
  };
}

// jsonb has an order of its own: what was stored as it is gets the contract's back.

function environmentView({ name, location, isolation, cleanup_after_test }: TestEnvironment): TestEnvironment {
  return { name, location, isolation, cleanup_after_test };
}

function scenarioView(scenario: TestScenario): TestScenario {
  const { scenario_id, name, description, components, expected_outcome } = scenario;
  return { scenario_id, name, description, components, expected_outcome };
}

function scenarioResultView(result: ScenarioResult): ScenarioResult {
  return {
    scenario_id: result.scenario_id,
    name: result.name,
    status: result.status,
    duration: result.duration,
    rto_achieved: result.rto_achieved,
    rpo_achieved: result.rpo_achieved,
    data_integrity_verified: result.data_integrity_verified,
    performance_acceptable: result.performance_acceptable,
    issues: result.issues,
  };
}

function criterionView({ criteria, status, details, assessed_by, assessed_at }: CriterionResult) {
  return {
    criteria,
    status,
    details,
    ...(assessed_by === undefined || assessed_at === undefined
      ? {}
      : { assessed_by, assessed_at: instant(new Date(assessed_at)) }),
  };
}

function cleanUpView(step: StepRecord) {
  return { step_id: step.stepId, name: step.name, status: step.status, error: step.error };
}
