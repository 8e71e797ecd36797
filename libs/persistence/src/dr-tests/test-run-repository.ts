import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import type { TestNotifications } from '#domain/dr-test/dr-test.js';
import type { TestEvaluation } from '#domain/dr-test/evaluate-test.js';
import type { JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import type { PlanDocument, Priority, TestingSchedule } from '#domain/plan/plan-document.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { brokenUniqueConstraint } from '../broken-unique-constraint.js';
import { insertExecution } from '../repositories/insert-execution.js';
import type { PlanRecord } from '../records.js';
import { planToTest } from './plan-to-test.js';
import type { TestRecord } from './test-records.js';
import { SELECT_TEST, testRecord, type TestRow } from './test-rows.js';

/** What a due test becomes: a runbook, or a test that failed before it began, with the reasons. */
export type Preparation = { readonly runbook: Runbook } | { readonly refused: readonly string[] };

export interface BegunTest {
  readonly testId: string;
  readonly outcome: 'started' | 'refused' | 'busy';
  readonly priority: Priority;
}

/** A test whose execution is over, with everything that says how it went. */
export interface EndedTest {
  readonly test: TestRecord;
  readonly runbook: Runbook;
  readonly journal: readonly JournalRecord[];
  readonly completedAt: Date;
  /** The version that was tested. */
  readonly tested: PlanDocument;
  /** The plan's schedule as it is now. */
  readonly schedule: TestingSchedule | null;
}

export interface Verdict {
  readonly evaluation: TestEvaluation;
  /** When the plan is to be tested next; null leaves that as it is. */
  readonly nextTest: Date | null;
  readonly countsAsTested: boolean;
}

/**
 * A drill while a real failover is under way would only be in its way, and two tests of a plan would share its drill
 * targets: both wait. Of two workers one gets the row and the other looks past it.
 */
const CLAIM_DUE = /* sql */ `
  SELECT test.test_id, test.plan_id
  FROM dr_test_results AS test JOIN disaster_recovery_plans AS plan ON plan.id = test.plan_id
  WHERE test.status = 'scheduled' AND test.scheduled_for <= now() AND plan.status = 'active'
    AND test.test_id <> ALL ($1)
    AND NOT EXISTS (SELECT FROM dr_test_results AS other WHERE other.plan_id = test.plan_id AND other.status = 'running')
    AND NOT EXISTS (
      SELECT FROM executions WHERE executions.plan_id = test.plan_id AND kind = 'failover' AND executions.status IN ${ACTIVE_STATUSES}
    )
  ORDER BY test.scheduled_for, test.test_id
  LIMIT 1
  FOR UPDATE OF test SKIP LOCKED
`;

const START = /* sql */ `
  UPDATE dr_test_results SET status = 'running', started_at = now(), execution_mode = $2 WHERE test_id = $1
`;

const REFUSE = /* sql */ `
  UPDATE dr_test_results SET status = 'failed', completed_at = now(), overall_result = 'failed', success_rate = 0,
    scenario_results = '[]', success_criteria_results = '[]', recommendations = $2, execution_mode = $3
  WHERE test_id = $1
`;

const CLAIM_ENDED = /* sql */ `
  SELECT test.test_id, test.plan_id, execution.runbook, execution.completed_at, version.document, plan.testing_schedule
  FROM dr_test_results AS test
  JOIN executions AS execution ON execution.execution_id = test.test_id
  JOIN disaster_recovery_plans AS plan ON plan.id = test.plan_id
  JOIN plan_versions AS version ON version.plan_id = plan.id AND version.version = execution.plan_version
  WHERE test.status = 'running' AND execution.status NOT IN ${ACTIVE_STATUSES} AND test.test_id <> ALL ($1)
  LIMIT 1
  FOR UPDATE OF test SKIP LOCKED
`;

/** `duration` is SPEC.md's column of whole minutes: a test that took any time has taken at least one. */
const FINISH = /* sql */ `
  UPDATE dr_test_results SET status = $2, completed_at = $3,
    duration = ceil(extract(epoch FROM $3::timestamptz - started_at) / 60), overall_result = $4, success_rate = $5,
    scenario_results = $6, success_criteria_results = $7, recommendations = $8, rto_ms = $9, rpo_ms = $10
  WHERE test_id = $1
`;

const PLAN_TESTED = /* sql */ `
  UPDATE disaster_recovery_plans SET last_tested = greatest(last_tested, $2), next_test = coalesce($3, next_test)
  WHERE id = $1
`;

/** Begins tests that are due and closes those that are over, each exactly once however many workers look for them. */
@Injectable()
export class TestRunRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * Marks the next due test as running and writes its execution, in one transaction.
   * @param skip tests that this sweep has met already.
   * @returns null when none is due.
   */
  async begin(
    skip: readonly string[],
    prepare: (test: TestRecord, plan: PlanRecord) => Promise<Preparation>,
  ): Promise<BegunTest | null> {
    let claimed: BegunTest | null = null;
    try {
      return await this.source.transaction(async (manager) => {
        const [due] = await manager.query<{ test_id: string; plan_id: string }[]>(CLAIM_DUE, [skip]);
        if (!due) return null;
        const { plan, creator } = await planToTest(manager, due.plan_id);
        const { test, asker } = await readTest(manager, due.test_id);
        const priority = plan.document.priority;
        claimed = { testId: test.testId, outcome: 'busy', priority };
        const preparation = await prepare(test, plan);
        if ('refused' in preparation) {
          await manager.query(REFUSE, [test.testId, [...preparation.refused], plan.mode]);
          return { ...claimed, outcome: 'refused' };
        }
        await manager.query(START, [test.testId, plan.mode]);
        await insertExecution(manager, {
          executionId: test.testId,
          plan,
          runbook: preparation.runbook,
          request: {
            test_name: test.testName,
            test_type: test.testType,
            source: test.source,
            exercise: test.exercise,
            ...(test.exercise === 'drill' ? {} : { home_site: plan.activeSite }),
            notifications: wishes(test.notifications),
          },
          priority,
          initiatedBy: asker ?? creator,
        });
        return { ...claimed, outcome: 'started' };
      });
    } catch (error) {
      if (claimed !== null && isRunningTestConflict(error)) return claimed;
      throw claimed === null ? error : new TestSweepError((claimed as BegunTest).testId, error);
    }
  }

  /**
   * Writes the results of the next test whose execution is over, and what they mean for the plan, in one transaction.
   * @returns its id; null when there is none.
   */
  async finish(skip: readonly string[], judge: (ended: EndedTest) => Verdict): Promise<string | null> {
    let testId: string | null = null;
    try {
      return await this.source.transaction(async (manager) => {
        const [row] = await manager.query<EndedRow[]>(CLAIM_ENDED, [skip]);
        if (!row) return null;
        testId = row.test_id;
        const { test } = await readTest(manager, row.test_id);
        const verdict = judge({
          test,
          runbook: row.runbook,
          journal: await readJournal(manager, row.test_id),
          completedAt: row.completed_at,
          tested: row.document,
          schedule: row.testing_schedule,
        });
        await writeVerdict(manager, row, verdict);
        return row.test_id;
      });
    } catch (error) {
      throw testId === null ? error : new TestSweepError(testId, error);
    }
  }
}

/** A test that could not be begun or closed; the others are none the worse for it. */
export class TestSweepError extends Error {
  constructor(
    readonly testId: string,
    cause: unknown,
  ) {
    super(`${testId} could not be begun or closed`, { cause });
    this.name = 'TestSweepError';
  }
}

interface EndedRow {
  readonly test_id: string;
  readonly plan_id: string;
  readonly runbook: Runbook;
  readonly completed_at: Date;
  readonly document: PlanDocument;
  readonly testing_schedule: TestingSchedule | null;
}

async function readTest(manager: EntityManager, testId: string) {
  const [row] = await manager.query<TestRow[]>(`${SELECT_TEST} WHERE test.test_id = $1`, [testId]);
  const [asker] = await manager.query<{ id: string; subject: string }[]>(
    `SELECT admin_users.id, subject FROM admin_users JOIN dr_test_results ON scheduled_by = admin_users.id
     WHERE test_id = $1`,
    [testId],
  );
  return { test: testRecord(row!), asker };
}

async function readJournal(manager: EntityManager, testId: string): Promise<readonly JournalRecord[]> {
  const rows = await manager.query<{ seq: string; epoch: string | null; at: Date; entry: JournalEntry }[]>(
    'SELECT seq, epoch, at, entry FROM execution_journal WHERE execution_id = $1 ORDER BY seq',
    [testId],
  );
  return rows.map(({ seq, epoch, at, entry }) => ({
    seq: Number(seq),
    epoch: epoch === null ? null : Number(epoch),
    at,
    entry,
  }));
}

async function writeVerdict(
  manager: EntityManager,
  { test_id, plan_id, completed_at }: EndedRow,
  { evaluation, nextTest, countsAsTested }: Verdict,
): Promise<void> {
  await manager.query(FINISH, [
    test_id,
    evaluation.status,
    completed_at,
    evaluation.overallResult,
    evaluation.successRate,
    JSON.stringify(evaluation.scenarioResults),
    JSON.stringify(evaluation.criteriaResults),
    [...evaluation.recommendations],
    evaluation.rtoMs,
    evaluation.rpoMs,
  ]);
  if (countsAsTested) await manager.query(PLAN_TESTED, [plan_id, completed_at, nextTest]);
}

function isRunningTestConflict(error: unknown): boolean {
  return brokenUniqueConstraint(error) === 'one_running_test_per_plan';
}

/** As the notifications read them: recipients that the test does not name are the plan's. */
function wishes({ recipients, ...occasions }: TestNotifications): JsonObject {
  return recipients.length > 0 ? { ...occasions, recipients } : occasions;
}
