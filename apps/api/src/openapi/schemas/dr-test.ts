import { TEST_STATUSES } from '#domain/dr-test/dr-test.js';
import { EXECUTION_STATUSES, STEP_STATUSES } from '#domain/execution/transitions.js';
import { LEGS } from '#domain/runbook/switchover/compile-switchover.js';
import { MAX_ITEMS } from '../../plans/limits.js';
import type { Schema, Schemas } from '../model.js';
import {
  answer,
  described,
  flag,
  freeText,
  identifier,
  instant,
  list,
  nullable,
  onSide,
  oneOf,
  page,
  quantity,
  ref,
  refOn,
  request,
  string,
  text,
  utc,
  whole,
  type Side,
} from '../schema.js';

const MAX_DURATION = 10_080;
const MAX_LISTED = 100;
const status = oneOf(TEST_STATUSES);

const environment = (side: Side): Schema =>
  onSide(side, { name: text(), location: text(), isolation: text() }, { cleanup_after_test: flag() });

const scenario = (side: Side): Schema =>
  onSide(
    side,
    { scenario_id: identifier(), name: text(), components: list(text(), MAX_ITEMS) },
    { description: freeText(10_000), expected_outcome: text() },
  );

const notifications = (side: Side): Schema =>
  onSide(
    side,
    {},
    {
      on_start: flag(),
      on_completion: flag(),
      on_failure: flag(),
      recipients: list(side === 'request' ? text() : string(), MAX_ITEMS),
    },
  );

const test = (side: Side): Schema =>
  onSide(
    side,
    {
      ...(side === 'request' ? {} : { test_id: string(), plan_id: string() }),
      test_name: text(),
      test_type: described(
        text(100),
        'Any text; restore restores backups to targets.restore, everything else fails over to targets.drill.',
      ),
      scheduled_for: side === 'request' ? instant() : utc(),
      test_scenarios: list(refOn(side, 'TestScenario'), MAX_LISTED),
    },
    {
      description: freeText(10_000),
      test_scope: side === 'request' ? text(100) : string(),
      duration: described(
        side === 'request' ? whole(1, MAX_DURATION) : quantity(0),
        'Minutes after which the test is stopped.',
      ),
      test_environment: refOn(side, 'TestEnvironment'),
      success_criteria: list(text(1000), MAX_LISTED),
      notifications: refOn(side, 'TestNotifications'),
      scheduled_by: side === 'request' ? text() : string(),
    },
    side === 'request'
      ? {
          live_switchover: described(
            request({ confirm: described(text(), "The plan's name.") }),
            'Moves the plan itself to its other site and back; needs failover.execute as well. Absent: a drill.',
          ),
        }
      : {},
  );

const additions = {
  execution_mode: ref('ExecutionMode'),
  exercise: oneOf(['drill', 'live_switchover']),
  source: oneOf(['request', 'schedule']),
  execution_id: nullable(string()),
  pause_reason: nullable(ref('PauseReason')),
};

const scheduled = test('answer');
const moments = { started_at: nullable(utc()), completed_at: nullable(utc()) };
const progress = { status, created_at: utc(), ...moments, ...additions };

export const DR_TEST: Schemas = {
  TestRequest: test('request'),
  Test: {
    ...scheduled,
    required: [...scheduled.required!, ...Object.keys(progress)],
    properties: { ...scheduled.properties, ...progress },
  },
  TestPage: page('tests', ref('Test')),
  TestEnvironmentRequest: environment('request'),
  TestEnvironment: environment('answer'),
  TestScenarioRequest: scenario('request'),
  TestScenario: scenario('answer'),
  TestNotificationsRequest: notifications('request'),
  TestNotifications: notifications('answer'),
  RescheduleRequest: request({ scheduled_for: instant() }),
  AssessmentRequest: request({
    criteria: described(text(1000), 'As the test names it.'),
    status: oneOf(['passed', 'failed']),
    details: described(text(2000), 'What the assessment rests on.'),
  }),
  TestResults: answer(
    {
      test_id: string(),
      plan_id: string(),
      test_name: string(),
      status,
      ...moments,
      duration: nullable(described(quantity(0), 'Minutes, with decimals.')),
      overall_result: nullable(oneOf(['passed', 'failed', 'inconclusive'])),
      success_rate: nullable(quantity(0, 1)),
      scenario_results: list(
        answer({
          scenario_id: string(),
          name: string(),
          status: oneOf(['passed', 'failed', 'simulated', 'not_run', 'inconclusive']),
          duration: nullable(described(quantity(0), 'Minutes, with decimals.')),
          rto_achieved: flag(),
          rpo_achieved: flag(),
          data_integrity_verified: flag(),
          performance_acceptable: flag(),
          issues: list(string()),
        }),
      ),
      success_criteria_results: list(
        answer(
          { criteria: string(), status: oneOf(['passed', 'failed', 'not_evaluated']), details: string() },
          { assessed_by: string(), assessed_at: utc() },
        ),
      ),
      recommendations: list(string()),
      next_test: nullable(utc()),
      ...additions,
      measurements: answer({ rto_ms: nullable(quantity(0)), rpo_ms: nullable(quantity(0)) }),
      cleanup: list(
        answer({ step_id: string(), name: string(), status: oneOf(STEP_STATUSES), error: nullable(ref('Failure')) }),
      ),
    },
    {
      executions: described(
        list(answer({ leg: oneOf(LEGS), execution_id: string(), status: oneOf(EXECUTION_STATUSES) })),
        'What a live switchover test has started, in order.',
      ),
    },
  ),
};
