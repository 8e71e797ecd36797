import { FAILURE_POLICIES } from '#domain/plan/plan-document.js';
import { PHASES } from '#domain/runbook/runbook.js';
import { MAX_ITEMS, MAX_SECONDS } from '../../plans/limits.js';
import type { Schema, Schemas } from '../model.js';
import {
  anyObject,
  answer,
  described,
  flag,
  instant,
  list,
  nullable,
  oneOf,
  onSide,
  quantity,
  ref,
  request,
  string,
  text,
  utc,
  whole,
  type Side,
} from '../schema.js';

const TYPES = oneOf(['planned', 'unplanned']);
const measured = { rto_ms: nullable(quantity(0)), rpo_ms: nullable(quantity(0)) };
const split = { rto_split: nullable(ref('RtoSplit')) };
const evidence = {
  ...measured,
  outage_started_at: nullable(utc()),
  recovered_at: nullable(utc()),
};

const options = (side: Side): Schema =>
  onSide(
    side,
    {},
    {
      verify_before_failover: flag(),
      verify_after_failover: flag(),
      notify_stakeholders: flag(),
      update_dns: flag(),
      update_load_balancer: flag(),
    },
  );

const executionOptions = (side: Side): Schema =>
  onSide(
    side,
    {},
    {
      priority: ref('Priority'),
      timeout: described(whole(1, MAX_SECONDS), 'Seconds.'),
      retry_attempts: whole(0, 20),
      parallel_execution: flag(),
    },
  );

const runbookStep = answer({
  step_id: string(),
  name: string(),
  phase: oneOf(PHASES),
  component_id: nullable(string()),
  action: string(),
  inputs: anyObject(),
  depends_on: list(string()),
  timeout: described(quantity(0), 'Seconds, for each attempt.'),
  retries: whole(0),
  on_failure: oneOf(FAILURE_POLICIES),
  idempotent: flag(),
  undoable: flag(),
  point_of_no_return: flag(),
});

export const FAILOVER: Schemas = {
  FailoverRequest: request(
    { failover_type: TYPES, reason: text(2000) },
    {
      components: described(list(text(), MAX_ITEMS), "Ids of components; all of the plan's when absent."),
      failover_options: ref('FailoverOptionsRequest'),
      execution_options: ref('ExecutionOptionsRequest'),
      outage_started_at: described(instant(), 'When the outage began, from where its RTO is measured.'),
      initiated_by: text(),
      override_readiness: described(
        request({ comment: text(2000) }),
        'Start a planned failover although the plan is not ready; kept in the journal.',
      ),
    },
  ),
  FailoverOptionsRequest: options('request'),
  FailoverOptions: options('answer'),
  ExecutionOptionsRequest: executionOptions('request'),
  ExecutionOptions: executionOptions('answer'),
  Failover: answer({
    failover_id: string(),
    plan_id: string(),
    failover_type: TYPES,
    reason: string(),
    components: list(string()),
    failover_options: ref('FailoverOptions'),
    execution_options: ref('ExecutionOptions'),
    status: { const: 'running' },
    progress: { const: 0 },
    started_at: utc(),
    estimated_completion: utc(),
    initiated_by: string(),
    execution_mode: ref('ExecutionMode'),
  }),
  FailoverResult: answer({
    components_failed_over: whole(0),
    dns_updated: flag(),
    load_balancer_updated: flag(),
    health_checks_passed: flag(),
    data_synchronization_completed: flag(),
  }),
  FailoverEvidence: answer(
    {
      ...evidence,
      components: list(answer({ component_id: string(), ...measured }, split)),
    },
    split,
  ),
  RtoSplit: described(
    answer({
      detect_ms: quantity(0),
      decide_ms: quantity(0),
      human_wait_ms: quantity(0),
      machine_ms: quantity(0),
      converge_ms: quantity(0),
    }),
    'Where the recovery time went; the parts add up to rto_ms.',
  ),
  FailoverStatus: answer({
    failover_id: string(),
    plan_id: string(),
    status: ref('ExecutionStatus'),
    progress: described(quantity(0, 100), 'Percent.'),
    started_at: utc(),
    completed_at: nullable(utc()),
    duration: nullable(described(quantity(0), 'Seconds, with decimals.')),
    result: nullable(ref('FailoverResult')),
    verification: nullable(
      answer({
        status: oneOf(['passed', 'failed', 'not_performed']),
        connectivity_verified: flag(),
        performance_verified: flag(),
        data_integrity_verified: flag(),
        verified_at: nullable(utc()),
      }),
    ),
    error: nullable(ref('Failure')),
    next_steps: list(string()),
    execution_mode: ref('ExecutionMode'),
    pause_reason: nullable(ref('PauseReason')),
    active_site: described(ref('Site'), 'Which site serves the plan now, whatever this failover did.'),
    protection: described(ref('ProtectionSummary'), 'Of the plan, now.'),
    measurements: nullable(
      answer({
        ...evidence,
        ...split,
        rto_target_minutes: whole(0),
        rpo_target_minutes: whole(0),
        components: list(
          answer({
            component_id: string(),
            ...measured,
            ...split,
            rto_target_minutes: nullable(whole(0)),
            rpo_target_minutes: nullable(whole(0)),
          }),
        ),
      }),
    ),
  }),
  Runbook: answer({
    plan_id: string(),
    plan_version: whole(1),
    execution_mode: ref('ExecutionMode'),
    failover_type: nullable(TYPES),
    direction: nullable(answer({ from: ref('Site'), to: ref('Site') })),
    parallel_execution: flag(),
    timeout: described(quantity(0), 'Seconds.'),
    steps: list(runbookStep),
  }),
};
