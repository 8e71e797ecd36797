import { evaluateTest } from '#domain/dr-test/evaluate-test.js';
import { scheduledTest } from '#domain/dr-test/scheduled-test.js';
import { DomainError } from '#domain/errors.js';
import { foldJournal } from '#domain/execution/execution-state.js';
import { compileTest, testFaults } from '#domain/runbook/compile-test.js';
import { nextTestAfter } from '#domain/schedule/testing-schedule.js';
import type { TestRecord } from '#persistence/dr-tests/test-records.js';
import type { EndedTest, Preparation, Verdict } from '#persistence/dr-tests/test-run-repository.js';
import type { DueSchedule, ScheduledStart } from '#persistence/dr-tests/test-schedule-repository.js';
import { newPublicId } from '#persistence/public-id.js';
import type { PlanRecord } from '#persistence/records.js';

/** Compiles a due test against the plan as it is now, which may have changed since the test was asked for. */
export function prepareTest(test: TestRecord, plan: PlanRecord): Preparation {
  const pinned = {
    planId: plan.planId,
    version: plan.version,
    document: plan.document,
    activeSite: plan.activeSite,
    mode: plan.mode,
  };
  const faults = testFaults(pinned, test.scenarios);
  if (faults.length > 0) return { refused: faults.map(({ issue }) => `Could not begin: ${issue}`) };
  try {
    return {
      runbook: compileTest(pinned, {
        scenarios: test.scenarios,
        cleanUp: test.environment.cleanup_after_test,
        timeoutMs: test.requestedDuration * 60_000,
      }),
    };
  } catch (error) {
    if (error instanceof DomainError) return { refused: [`Could not begin: ${error.message}`] };
    throw error;
  }
}

/** What a test whose execution is over came to, and what that means for the plan's schedule. */
export function judgeTest({ test, runbook, journal, completedAt, tested, schedule }: EndedTest): Verdict {
  const state = foldJournal(test.testId, runbook, journal);
  const evaluation = evaluateTest(tested, test.scenarios, test.successCriteria, runbook, state);
  const covered = new Set(test.scenarios.flatMap((scenario) => scenario.components));
  const whole = tested.components.every(({ component_id }) => covered.has(component_id));
  return {
    evaluation,
    countsAsTested: evaluation.status === 'completed',
    // Only a test of everything is what the schedule asks for.
    nextTest: whole ? nextTestAfter(schedule, completedAt) : null,
  };
}

/** The test of a schedule that is due. */
export function beginSchedule({ plan, creator, dueAt }: DueSchedule): ScheduledStart {
  const { duration, criteria, ...definition } = scheduledTest(plan.document, dueAt);
  const now = new Date();
  return {
    test: {
      ...definition,
      testId: newPublicId('test'),
      scheduledFor: dueAt,
      requestedDuration: duration,
      successCriteria: criteria,
      source: 'schedule',
      plan,
      createdBy: creator,
      scheduledBy: null,
    },
    startsNextAt: nextTestAfter(plan.document.testing_schedule, dueAt > now ? dueAt : now),
  };
}
