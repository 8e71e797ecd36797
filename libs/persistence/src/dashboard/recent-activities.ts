import type { Intervention } from '#domain/execution/interventions.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { ofPlans, type Which } from '../of-plans.js';

/** Activities that a dashboard shows. */
export const ACTIVITIES = 20;

/** What people ask for, as an activity calls it. */
const ASKED: Readonly<Record<Intervention['type'], string>> = {
  pause_requested: 'pause_requested',
  resume_requested: 'resume_requested',
  cancel_requested: 'cancel_requested',
  rollback_requested: 'rollback_requested',
  ungraceful_requested: 'switched_to_ungraceful',
  step_confirmed: 'step_confirmed',
  step_approved: 'step_approved',
  step_declined: 'step_declined',
  retry_requested: 'step_retry_requested',
  skip_requested: 'step_skip_requested',
  doubt_resolved: 'step_resolved',
};
const INTERVENTIONS = Object.entries(ASKED)
  .map(([type, past]) => `WHEN '${type}' THEN '${past}'`)
  .join(' ');

/**
 * Executions of which an entry may be among the newest: those under way, and as many of the newest ends as there are
 * activities. An earlier end has that many ends after it, each of them an activity.
 */
const executions = (which: Which) => /* sql */ `
  (SELECT execution_id FROM executions
   WHERE status IN ${ACTIVE_STATUSES} AND ${ofPlans(which, 'plan_id')})
  UNION
  (SELECT execution_id FROM executions
   WHERE completed_at IS NOT NULL AND ${ofPlans(which, 'plan_id')}
   ORDER BY completed_at DESC LIMIT ${ACTIVITIES})
`;

const executionActivities = (which: Which) => /* sql */ `
  SELECT 'act_' || journal.execution_id || '_' || journal.seq AS activity_id,
    execution.kind || '_' || verb.past AS type,
    CASE execution.kind WHEN 'failover' THEN 'Failover ' WHEN 'test' THEN 'DR test ' ELSE 'Procedure ' END
      || replace(verb.past, '_', ' ') || ' for ' || plan.plan_name
      || CASE execution.mode WHEN 'simulation' THEN ' (simulation)' ELSE '' END
      || coalesce(' by ' || CASE WHEN verb.by_a_person THEN journal.entry ->> 'by' END, '') AS description,
    journal.at AS timestamp, plan.plan_id,
    CASE execution.status WHEN 'completed' THEN 'successful'
      WHEN 'completed_with_exceptions' THEN 'successful_with_exceptions'
      WHEN 'failed' THEN 'failed' WHEN 'cancelled' THEN 'cancelled' WHEN 'rolled_back' THEN 'rolled_back'
      WHEN 'paused' THEN 'paused' ELSE 'in_progress' END AS result
  FROM (${executions(which)}) AS recent
  JOIN executions AS execution ON execution.execution_id = recent.execution_id
  JOIN disaster_recovery_plans AS plan ON plan.id = execution.plan_id
  JOIN execution_journal AS journal ON journal.execution_id = execution.execution_id
  CROSS JOIN LATERAL (
    SELECT coalesce(asked.past, own.past) AS past, asked.past IS NOT NULL AS by_a_person
    FROM (SELECT CASE journal.entry ->> 'type' ${INTERVENTIONS} END) AS asked (past),
      -- What a test itself does stands among the tests.
      (SELECT CASE WHEN execution.kind <> 'test' THEN CASE journal.entry ->> 'type'
        WHEN 'execution_requested' THEN 'initiated'
        WHEN 'execution_paused' THEN 'paused'
        WHEN 'execution_resumed' THEN 'resumed'
        WHEN 'rollback_started' THEN 'rolling_back'
        WHEN 'authority_moved' THEN 'moved_authority'
        WHEN 'execution_ended' THEN journal.entry ->> 'status' END END) AS own (past)
  ) AS verb
  WHERE verb.past IS NOT NULL
`;

/** The same argument as above; a test that is not over has one activity. */
const tests = (which: Which) => /* sql */ `
  (SELECT id FROM dr_test_results WHERE status IN ('scheduled', 'running') AND ${ofPlans(which, 'plan_id')})
  UNION
  (SELECT id FROM dr_test_results
   WHERE status IN ('completed', 'failed', 'cancelled') AND ${ofPlans(which, 'plan_id')}
   ORDER BY coalesce(completed_at, created_at) DESC LIMIT ${ACTIVITIES})
`;

const testActivities = (which: Which) => /* sql */ `
  SELECT 'act_' || test.test_id || '_' || event.past, 'test_' || event.past,
    'DR test ' || event.past || ' for ' || plan.plan_name, event.at, plan.plan_id,
    CASE test.status WHEN 'completed' THEN coalesce(test.overall_result, 'inconclusive')
      WHEN 'running' THEN 'in_progress' ELSE test.status END
  FROM (${tests(which)}) AS recent
  JOIN dr_test_results AS test ON test.id = recent.id
  JOIN disaster_recovery_plans AS plan ON plan.id = test.plan_id
  CROSS JOIN LATERAL (VALUES
    ('scheduled', test.created_at),
    ('started', test.started_at),
    (test.status, CASE WHEN test.status IN ('completed', 'failed', 'cancelled')
      THEN coalesce(test.completed_at, test.created_at) END)
  ) AS event (past, at)
  WHERE event.at IS NOT NULL
`;

/** $1: row id of a plan, or null for all. */
export const recentActivities = (which: Which) => `
  ${executionActivities(which)} UNION ALL ${testActivities(which)} ORDER BY timestamp DESC, activity_id DESC LIMIT ${ACTIVITIES}
`;
