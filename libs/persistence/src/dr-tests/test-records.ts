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
import type { AdminUserRecord, PlanRecord } from '../records.js';

/** Who asked for a test: a person, or the plan's schedule. */
export type TestSource = 'request' | 'schedule';

interface TestDefinition {
  readonly testId: string;
  readonly testName: string;
  readonly description: string;
  readonly testType: string;
  readonly testScope: string;
  readonly exercise: Exercise;
  readonly scheduledFor: Date;
  /** Minutes that it may take. */
  readonly requestedDuration: number;
  readonly environment: TestEnvironment;
  readonly scenarios: readonly TestScenario[];
  readonly successCriteria: readonly string[];
  readonly notifications: TestNotifications;
  readonly source: TestSource;
}

export interface NewTest extends TestDefinition {
  readonly plan: PlanRecord;
  readonly createdBy: AdminUserRecord;
  /** Null: the plan's schedule. */
  readonly scheduledBy: AdminUserRecord | null;
}

export interface TestRecord extends TestDefinition {
  readonly planId: string;
  readonly status: TestStatus;
  readonly executionMode: ExecutionMode;
  readonly createdAt: Date;
  readonly scheduledBy: string | null;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly overallResult: OverallResult | null;
  readonly successRate: number | null;
  readonly scenarioResults: readonly ScenarioResult[];
  readonly criteriaResults: readonly CriterionResult[];
  readonly recommendations: readonly string[];
  readonly rtoMs: number | null;
  readonly rpoMs: number | null;
  /** Why its execution waits; null while it does not. */
  readonly pauseReason: string | null;
  /** When the plan is to be tested next. */
  readonly nextTest: Date | null;
}
