import { evaluateSwitchover } from '#domain/dr-test/evaluate-switchover.js';
import { evaluateTest } from '#domain/dr-test/evaluate-test.js';
import { scheduledTest } from '#domain/dr-test/scheduled-test.js';
import { DomainError } from '#domain/errors.js';
import type { Json } from '#domain/json.js';
import { foldJournal } from '#domain/execution/execution-state.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { isRestoreTest } from '#domain/runbook/drill/restore-steps.js';
import { guardDrill, textsIn } from '#domain/runbook/drill/drill-guard.js';
import { compileTest, testFaults } from '#domain/runbook/compile-test.js';
import type { PinnedPlan } from '#domain/runbook/compile-failover.js';
import { compileSwitchover, switchoverObstacles } from '#domain/runbook/switchover/compile-switchover.js';
import { nextTestAfter } from '#domain/schedule/testing-schedule.js';
import type { TestRecord } from '#persistence/dr-tests/test-records.js';
import type { EndedTest, Preparation, Verdict } from '#persistence/dr-tests/test-run-repository.js';
import type { DueSchedule, ScheduledStart } from '#persistence/dr-tests/test-schedule-repository.js';
import { newPublicId } from '#persistence/public-id.js';
import type { PlanRecord } from '#persistence/records.js';
import type { SecretVault } from '#security/secret-vault.js';

/**
 * Compiles a due test against the plan as it is now, which may have changed since the test was asked for.
 * @param others the other live plans, whose production it must not touch either.
 */
export async function prepareTest(
  test: TestRecord,
  plan: PlanRecord,
  { vault, others }: { readonly vault: SecretVault; readonly others: readonly PlanDocument[] },
): Promise<Preparation> {
  const restore = isRestoreTest(test.testType);
  const pinned = {
    planId: plan.planId,
    version: plan.version,
    document: plan.document,
    activeSite: plan.activeSite,
    mode: plan.mode,
  };
  if (test.exercise === 'live_switchover') return prepareSwitchover(test, pinned);
  const faults = testFaults(pinned, test.scenarios, restore);
  if (faults.length > 0) return { refused: faults.map(({ issue }) => `Could not begin: ${issue}`) };
  try {
    const runbook = compileTest(pinned, {
      scenarios: test.scenarios,
      cleanUp: test.environment.cleanup_after_test,
      timeoutMs: test.requestedDuration * 60_000,
      restore,
    });
    const opened = await openSecrets(vault, [runbook.steps, plan.document, others]);
    guardDrill(runbook, plan.document, { open: (text) => opened.get(text) ?? text, others, restore });
    return { runbook };
  } catch (error) {
    if (error instanceof DomainError) return { refused: [`Could not begin: ${error.message}`] };
    throw error;
  }
}

/** Somebody has agreed to a moment: long after it nobody expects a plan to move. */
const LATE_MS = 5 * 60_000;

function prepareSwitchover({ scheduledFor, requestedDuration }: TestRecord, plan: PinnedPlan): Preparation {
  const late = Date.now() > scheduledFor.getTime() + LATE_MS;
  const refused = late
    ? [`it could not begin by ${scheduledFor.toISOString()}, and is not begun so long after that: schedule it again`]
    : switchoverObstacles(plan);
  return refused.length > 0
    ? { refused: refused.map((why) => `Could not begin: ${why}`) }
    : { runbook: compileSwitchover(plan, { timeoutMs: requestedDuration * 60_000 }) };
}

/** What the secrets that are named in documents stand for; nothing of it leaves this process. */
async function openSecrets(vault: SecretVault, documents: object): Promise<ReadonlyMap<string, string>> {
  const references = textsIn(JSON.parse(JSON.stringify(documents)) as Json).filter((text) =>
    text.startsWith('secret://'),
  );
  const opened = new Map<string, string>();
  for (const reference of new Set(references)) {
    const value = await vault.resolve(reference).catch((error: unknown) => {
      // A secret that is not there names no server; the step that needs it will say so.
      if (error instanceof DomainError) return null;
      throw error;
    });
    if (value !== null) opened.set(reference, value);
  }
  return opened;
}

/** What a test whose execution is over came to, and what that means for the plan's schedule. */
export function judgeTest({ test, runbook, journal, completedAt, tested, schedule }: EndedTest): Verdict {
  const state = foldJournal(test.testId, runbook, journal);
  const evaluate = runbook.exercise === 'live_switchover' ? evaluateSwitchover : evaluateTest;
  const evaluation = evaluate(tested, test.scenarios, test.successCriteria, runbook, state);
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
      // Nothing that starts by itself ever moves a plan for real.
      exercise: 'drill',
      plan,
      createdBy: creator,
      scheduledBy: null,
    },
    startsNextAt: nextTestAfter(plan.document.testing_schedule, dueAt > now ? dueAt : now),
  };
}
