import type { EntityManager } from 'typeorm';
import type {
  CriterionResult,
  OverallResult,
  ScenarioResult,
  TestEnvironment,
  TestNotifications,
  TestScenario,
  TestStatus,
} from '#domain/dr-test/dr-test.js';
import type { ExecutionMode, Exercise } from '#domain/runbook/runbook.js';
import type { NewTest, TestRecord, TestSource } from './test-records.js';

export interface TestRow {
  readonly test_id: string;
  readonly public_plan_id: string;
  readonly test_name: string;
  readonly description: string;
  readonly test_type: string;
  readonly test_scope: string;
  readonly exercise: Exercise;
  readonly scheduled_for: Date | null;
  readonly requested_duration: number | null;
  readonly test_environment: TestEnvironment | null;
  readonly test_scenarios: readonly TestScenario[];
  readonly success_criteria: readonly string[];
  readonly notifications: TestNotifications | null;
  readonly source: TestSource;
  readonly status: TestStatus;
  readonly test_mode: ExecutionMode;
  readonly created_at: Date;
  readonly scheduled_by: string | null;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly overall_result: OverallResult | null;
  readonly success_rate: string | null;
  readonly scenario_results: readonly ScenarioResult[] | null;
  readonly success_criteria_results: readonly CriterionResult[] | null;
  readonly recommendations: readonly string[];
  readonly rto_ms: number | null;
  readonly rpo_ms: number | null;
  readonly pause_reason: string | null;
  readonly next_test: Date | null;
}

/** `test` and `plan` may be asked for in what follows. */
export const SELECT_TEST = /* sql */ `
  SELECT test.test_id, plan.plan_id AS public_plan_id, test.test_name, test.description, test.test_type,
    test.test_scope, test.exercise, test.scheduled_for, test.requested_duration, test.test_environment, test.test_scenarios,
    test.success_criteria, test.notifications, test.source, test.status,
    coalesce(test.execution_mode, plan.execution_mode) AS test_mode, test.created_at, scheduler.subject AS scheduled_by,
    test.started_at, test.completed_at, test.overall_result, test.success_rate, test.scenario_results,
    test.success_criteria_results, test.recommendations, test.rto_ms, test.rpo_ms, execution.pause_reason,
    plan.next_test
  FROM dr_test_results AS test
  JOIN disaster_recovery_plans AS plan ON plan.id = test.plan_id
  LEFT JOIN admin_users AS scheduler ON scheduler.id = test.scheduled_by
  LEFT JOIN executions AS execution ON execution.execution_id = test.test_id
`;

const NO_ENVIRONMENT: TestEnvironment = { name: '', location: '', isolation: '', cleanup_after_test: true };
const NO_NOTIFICATIONS: TestNotifications = {
  on_start: false,
  on_completion: false,
  on_failure: false,
  recipients: [],
};

/** Rows that were written before tests were scheduled here lack what is asked for since. */
export function testRecord(row: TestRow): TestRecord {
  return {
    testId: row.test_id,
    planId: row.public_plan_id,
    testName: row.test_name,
    description: row.description,
    testType: row.test_type,
    testScope: row.test_scope,
    exercise: row.exercise,
    scheduledFor: row.scheduled_for ?? row.created_at,
    requestedDuration: row.requested_duration ?? 0,
    environment: row.test_environment ?? NO_ENVIRONMENT,
    scenarios: row.test_scenarios,
    successCriteria: row.success_criteria,
    notifications: row.notifications ?? NO_NOTIFICATIONS,
    source: row.source,
    status: row.status,
    executionMode: row.test_mode,
    createdAt: row.created_at,
    scheduledBy: row.scheduled_by,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    overallResult: row.overall_result,
    successRate: row.success_rate === null ? null : Number(row.success_rate),
    scenarioResults: row.scenario_results ?? [],
    criteriaResults: row.success_criteria_results ?? [],
    recommendations: row.recommendations,
    rtoMs: row.rto_ms,
    rpoMs: row.rpo_ms,
    pauseReason: row.pause_reason,
    nextTest: row.next_test,
  };
}

const INSERT = /* sql */ `
  INSERT INTO dr_test_results (test_id, plan_id, test_name, description, test_type, test_scope, scheduled_for,
    requested_duration, test_environment, test_scenarios, success_criteria, notifications, source, status,
    execution_mode, created_by, scheduled_by, exercise)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'scheduled', $14, $15, $16, $17)
`;

export async function insertTest(manager: Pick<EntityManager, 'query'>, test: NewTest): Promise<void> {
  await manager.query(INSERT, [
    test.testId,
    test.plan.id,
    test.testName,
    test.description,
    test.testType,
    test.testScope,
    test.scheduledFor,
    test.requestedDuration,
    JSON.stringify(test.environment),
    JSON.stringify(test.scenarios),
    [...test.successCriteria],
    JSON.stringify(test.notifications),
    test.source,
    test.plan.mode,
    test.createdBy.id,
    test.scheduledBy?.id ?? null,
    test.exercise,
  ]);
}
