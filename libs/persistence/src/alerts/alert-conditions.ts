import { SLOT_ABANDONED, SLOT_RETAINS_WAL } from '#domain/readiness/assess-slots.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { siteStates } from '../site-health/check-state.js';

/** A test is overdue when its time is over and it is not under way. */
export const IS_OVERDUE = /* sql */ `
  plan.status = 'active' AND plan.next_test < now() AND NOT EXISTS (
    SELECT FROM dr_test_results AS running WHERE running.plan_id = plan.id AND running.status = 'running'
  )
`;

const NAMED = `kind, subject, plan_id, type, severity, title, message, once`;

const TEST_OVERDUE = /* sql */ `
  SELECT 'dr_test_overdue', plan.plan_id, plan.id, 'warning',
    CASE plan.priority WHEN 'critical' THEN 'high' WHEN 'low' THEN 'low' ELSE 'medium' END,
    'DR Test Overdue', plan.plan_name || ' is overdue for testing', false
  FROM disaster_recovery_plans AS plan WHERE ${IS_OVERDUE}
`;

/** An event: raised once, and over when a later failover of the plan has gone well. */
const FAILOVER_ENDED_BADLY = /* sql */ `
  SELECT CASE failover.status WHEN 'completed_with_exceptions' THEN 'failover_with_exceptions' ELSE 'failover_failed' END,
    failover.execution_id, plan.id,
    CASE failover.status WHEN 'completed_with_exceptions' THEN 'warning' ELSE 'error' END,
    CASE failover.status WHEN 'failed' THEN 'critical' ELSE 'high' END,
    CASE failover.status WHEN 'completed_with_exceptions' THEN 'Failover Completed with Exceptions'
      WHEN 'rolled_back' THEN 'Failover Rolled Back' ELSE 'Failover Failed' END,
    CASE failover.status
      WHEN 'completed_with_exceptions' THEN 'The failover of ' || plan.plan_name || ' is through, and steps of it are not: look at ' || failover.execution_id
      WHEN 'rolled_back' THEN 'The failover of ' || plan.plan_name || ' was undone: find the cause in ' || failover.execution_id
      ELSE 'The failover of ' || plan.plan_name || ' has failed: look at ' || failover.execution_id || ', and check by hand which site takes writes' END,
    true
  FROM executions AS failover JOIN disaster_recovery_plans AS plan ON plan.id = failover.plan_id
  WHERE failover.kind = 'failover' AND failover.mode = 'live' AND failover.completed_at > now() - interval '30 days'
    AND failover.status IN ('failed', 'rolled_back', 'completed_with_exceptions')
    AND NOT EXISTS (
      SELECT FROM executions AS later WHERE later.plan_id = failover.plan_id AND later.kind = 'failover'
        AND later.status = 'completed' AND later.mode = 'live' AND later.requested_at > failover.requested_at
    )
`;

const EXECUTION_WAITS = /* sql */ `
  SELECT 'execution_waiting', execution.execution_id, plan.id, 'warning',
    CASE WHEN execution.kind = 'failover' AND execution.mode = 'live' THEN 'critical' ELSE 'medium' END,
    'Waiting for a Person',
    execution.execution_id || ' of ' || plan.plan_name || ' waits for a person: ' || CASE execution.pause_reason
      WHEN 'approval' THEN 'a step is to be confirmed'
      WHEN 'failed_step' THEN 'a step has failed; retry or skip it'
      WHEN 'in_doubt' THEN 'nobody knows whether a step has happened; look, then retry or skip it'
      ELSE 'somebody has paused it' END,
    false
  FROM executions AS execution JOIN disaster_recovery_plans AS plan ON plan.id = execution.plan_id
  WHERE execution.status = 'paused'
`;

/** Predicted once, and so until the failover is over: an estimate that gets better proves nothing yet. */
const RTO_BREACH_PREDICTED = /* sql */ `
  SELECT 'rto_breach_predicted', execution.execution_id, plan.id, 'error', 'critical', 'RTO Breach Predicted',
    'The failover ' || execution.execution_id || ' of ' || plan.plan_name || ' will miss its RTO of '
      || round((prediction.rto_ms / 60000)::numeric, 1) || ' min'
      || coalesce(': ' || round((prediction.predicted_ms / 60000)::numeric, 1) || ' min were expected', '')
      || ' at ' || to_char(prediction.predicted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    true
  FROM rto_predictions AS prediction
  JOIN executions AS execution ON execution.execution_id = prediction.execution_id
  JOIN disaster_recovery_plans AS plan ON plan.id = execution.plan_id
  WHERE execution.status IN ${ACTIVE_STATUSES}
`;

/** One fault can be a moment's trouble; two in a row are not. While somebody drives it again there is nothing to tell. */
const EXECUTION_STUCK = /* sql */ `
  SELECT 'execution_stuck', execution.execution_id, plan.id, 'error', 'critical', 'Execution Can Not Go On',
    execution.execution_id || ' of ' || plan.plan_name || ' can not be driven by any worker ('
      || (execution.fault ->> 'code') || '); it is tried again from time to time: look at its fault',
    false
  FROM executions AS execution JOIN disaster_recovery_plans AS plan ON plan.id = execution.plan_id
  WHERE execution.status IN ${ACTIVE_STATUSES} AND execution.faults > 1
    AND (execution.lease_expires_at IS NULL OR execution.lease_expires_at < now())
`;

const SITE_UNHEALTHY = /* sql */ `
  SELECT 'site_unhealthy', plan.plan_id || ':' || state.site, plan.id, 'error',
    CASE WHEN authority.active_site = state.site THEN 'critical' ELSE 'high' END,
    'Site Unhealthy',
    'The ' || state.site || ' site of ' || plan.plan_name || ' fails its health check ' || state.check_no
      || ' since ' || to_char(state.failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    false
  FROM (${siteStates('true')}) AS state
  JOIN disaster_recovery_plans AS plan ON plan.id = state.plan_id
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  WHERE state.down
`;

/** Two minutes after it was last wanted, and as long as nothing else was decided about the same trigger. */
const FAILOVER_BLOCKED = /* sql */ `
  SELECT 'automatic_failover_blocked', plan.plan_id || ':' || newest.trigger, plan.id, 'error', 'critical',
    'Automatic Failover Blocked',
    'An automatic failover of ' || plan.plan_name || ' (' || newest.trigger || ') is not started: '
      || (SELECT string_agg(reason.value ->> 'message', '; ' ORDER BY reason.no)
          FROM jsonb_array_elements(newest.reasons) WITH ORDINALITY AS reason (value, no)),
    false
  FROM disaster_recovery_plans AS plan
  CROSS JOIN LATERAL (
    SELECT DISTINCT ON (trigger) trigger, decision, reasons, last_at FROM trigger_decisions AS decided
    WHERE decided.plan_id = plan.id AND decided.last_at > now() - interval '2 minutes'
    ORDER BY trigger, last_at DESC
  ) AS newest
  WHERE newest.decision = 'blocked' AND plan.status = 'active'
`;

/** An event: over when somebody has taken note of it. */
const FAILOVER_STARTED_BY_ITSELF = /* sql */ `
  SELECT 'failover_started_automatically', decided.execution_id, plan.id, 'warning', 'high',
    'Automatic Failover Started',
    'The failover ' || decided.execution_id || ' of ' || plan.plan_name || ' was started by ' || decided.trigger
      || ' (' || decided.source || ')',
    true
  FROM trigger_decisions AS decided JOIN disaster_recovery_plans AS plan ON plan.id = decided.plan_id
  WHERE decided.decision = 'started' AND decided.last_at > now() - interval '30 days'
`;

const AUTOMATION_OFF = /* sql */ `
  SELECT 'automation_off', coalesce(plan.plan_id, 'global'), plan.id, 'warning', 'medium',
    'Automatic Failovers Are Off',
    CASE WHEN plan.id IS NULL THEN 'Automatic failovers of all plans were switched off by '
      ELSE 'Automatic failovers of ' || plan.plan_name || ' were paused by ' END
      || person.subject || coalesce(': ' || newest.comment, ''),
    false
  FROM (
    SELECT DISTINCT ON (plan_id) plan_id, enabled, comment, changed_by FROM automation_changes ORDER BY plan_id, id DESC
  ) AS newest
  JOIN admin_users AS person ON person.id = newest.changed_by
  LEFT JOIN disaster_recovery_plans AS plan ON plan.id = newest.plan_id
  WHERE NOT newest.enabled AND coalesce(plan.status, 'active') = 'active'
`;

/** Five intervals without a heartbeat are too many; only components that the plan still has count. */
const HEARTBEAT_MISSING = /* sql */ `
  SELECT 'heartbeat_missing', plan.plan_id || ':' || canary.component_id, plan.id, 'error', 'high', 'Heartbeat Missing',
    'No heartbeat could be written into ' || canary.component_id || ' of ' || plan.plan_name || ' since '
      || to_char(coalesce(canary.failing_since, canary.written_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      || ': its data loss can not be measured',
    false
  FROM canary_states AS canary
  JOIN disaster_recovery_plans AS plan ON plan.id = canary.plan_id
    AND plan.status = 'active' AND plan.execution_mode = 'live'
  WHERE coalesce(canary.failing_since, canary.written_at) < now() - greatest(5 * $1::float8, 2000) * interval '1 millisecond'
    AND EXISTS (
      SELECT FROM jsonb_array_elements(plan.components) AS component
      WHERE component ->> 'component_id' = canary.component_id
    )
`;

/** Errors of the newest evaluation; acknowledging does not make a plan ready. */
const NOT_READY = /* sql */ `
  SELECT 'not_ready', plan.plan_id, plan.id, 'error',
    CASE plan.priority WHEN 'critical' THEN 'critical' WHEN 'low' THEN 'medium' ELSE 'high' END, 'Plan Not Ready',
    plan.plan_name || ' would not fail over now: ' || (array_agg(finding.message ORDER BY finding.code, finding.subject))[1]
      || CASE WHEN count(*) > 1 THEN ' (and ' || count(*) - 1 || ' more: look at its readiness)' ELSE '' END,
    false
  FROM readiness_findings AS finding
  JOIN disaster_recovery_plans AS plan ON plan.id = finding.plan_id
    AND plan.status = 'active' AND plan.execution_mode = 'live'
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  JOIN plan_readiness AS readiness ON readiness.plan_id = plan.id
    AND readiness.evaluated_version = plan.version AND readiness.evaluated_site = authority.active_site
  WHERE finding.resolved_at IS NULL AND finding.severity = 'error'
  GROUP BY plan.id, plan.plan_id, plan.plan_name, plan.priority
`;

/** Long before a disk is full. */
const SLOT_RETAINS_WAL_ALERT = /* sql */ `
  SELECT 'slot_retains_wal', plan.plan_id || ':' || finding.subject, plan.id, 'warning', 'high', 'Slot Retains WAL',
    finding.message || coalesce(' (' || finding.measured || ')', ''), false
  FROM readiness_findings AS finding
  JOIN disaster_recovery_plans AS plan ON plan.id = finding.plan_id
    AND plan.status = 'active' AND plan.execution_mode = 'live'
  WHERE finding.resolved_at IS NULL AND finding.code IN ('${SLOT_RETAINS_WAL}', '${SLOT_ABANDONED}')
`;

/** The watcher raises it as soon as it sees it; here it is kept up while it holds. */
const SPLIT_BRAIN_RISK = /* sql */ `
  SELECT 'split_brain_risk', plan.plan_id || ':' || protection.component_id, plan.id, 'error', 'critical',
    'Split-Brain Risk',
    'The ' || protection.site || ' site of ' || plan.plan_name || ' may take writes beside the active one ('
      || protection.component_id || '): ' || protection.detail,
    false
  FROM component_protections AS protection
  JOIN disaster_recovery_plans AS plan ON plan.id = protection.plan_id AND plan.status = 'active'
  WHERE protection.state = 'split_brain_risk'
`;

/** As long as the plan is not where the test has found it: nobody else would bring it back. */
const SWITCHOVER_STOPPED = /* sql */ `
  SELECT 'switchover_test_stopped', stopped.execution_id, plan.id, 'error', 'critical', 'Switchover Test Stopped',
    'The live switchover test ' || stopped.execution_id || ' of ' || plan.plan_name || ' has stopped (' || stopped.status
      || ') and the plan runs at its ' || authority.active_site || ' site: reprotect it, then move it back to its '
      || (stopped.request ->> 'home_site') || ' site'
      || coalesce('. ' || (stopped.error ->> 'message'), ''),
    false
  FROM dr_test_results AS test
  JOIN executions AS stopped ON stopped.execution_id = test.test_id
  JOIN disaster_recovery_plans AS plan ON plan.id = stopped.plan_id AND plan.status = 'active'
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  WHERE test.exercise = 'live_switchover' AND test.status IN ('failed', 'cancelled')
    AND test.completed_at > now() - interval '30 days'
    AND authority.active_site <> stopped.request ->> 'home_site'
`;

/** Of plans that were moved: a standby that never was is a matter of readiness. */
const UNPROTECTED = /* sql */ `
  SELECT 'unprotected', plan.plan_id, plan.id, 'warning', 'high', 'Plan Unprotected',
    plan.plan_name || ' runs at its ' || authority.active_site || ' site without a standby at the other one since '
      || to_char(min(protection.since) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      || ': reprotect it before the next failure',
    false
  FROM component_protections AS protection
  JOIN disaster_recovery_plans AS plan ON plan.id = protection.plan_id
    AND plan.status = 'active' AND plan.execution_mode = 'live'
  JOIN plan_authority AS authority ON authority.plan_id = plan.id AND authority.active_site <> protection.site
  WHERE protection.state IN ('unprotected', 'split_brain_risk') AND EXISTS (
    SELECT FROM executions AS failover WHERE failover.plan_id = plan.id AND failover.kind = 'failover'
      AND failover.mode = 'live' AND failover.status IN ('completed', 'completed_with_exceptions')
  )
  GROUP BY plan.id, plan.plan_id, plan.plan_name, authority.active_site
`;

/**
 * Everything that should be known of now, as (kind, subject, plan_id, type, severity, title, message, once).
 * `once`: an event, which is not raised again after it was resolved. $1: milliseconds between two heartbeats.
 */
export const CONDITIONS = `
  SELECT * FROM (${[TEST_OVERDUE, FAILOVER_ENDED_BADLY, EXECUTION_WAITS, EXECUTION_STUCK, RTO_BREACH_PREDICTED, SITE_UNHEALTHY, HEARTBEAT_MISSING, NOT_READY, SLOT_RETAINS_WAL_ALERT, SPLIT_BRAIN_RISK, SWITCHOVER_STOPPED, UNPROTECTED, FAILOVER_BLOCKED, FAILOVER_STARTED_BY_ITSELF, AUTOMATION_OFF].join(' UNION ALL ')})
    AS condition (${NAMED})
`;
