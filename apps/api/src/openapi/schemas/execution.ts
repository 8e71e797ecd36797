import { STEP_STATUSES } from '#domain/execution/transitions.js';
import { PHASES } from '#domain/runbook/runbook.js';
import type { Schemas } from '../model.js';
import {
  anyObject,
  answer,
  flag,
  list,
  nullable,
  oneOf,
  page,
  quantity,
  ref,
  request,
  string,
  text,
  utc,
  whole,
} from '../schema.js';

const KINDS = ['failover', 'procedure', 'test'];
const duration = { ...quantity(0), description: 'Milliseconds.' };
const milliseconds = nullable(duration);

const estimate = {
  based_on_runs: { ...whole(0), description: 'The fewest runs that any of the numbers rests on.' },
  steps_without_history: list(string()),
  critical_path: nullable({ ...list(string()), description: 'Ids of steps.' }),
  remaining: nullable(ref('Remaining')),
};

const state = {
  execution_id: string(),
  kind: oneOf(KINDS),
  plan_id: string(),
  plan_version: whole(1),
  status: ref('ExecutionStatus'),
  pause_reason: nullable(ref('PauseReason')),
  progress: { ...quantity(0, 100), description: 'Percent.' },
  execution_mode: ref('ExecutionMode'),
  requested_at: utc(),
  started_at: nullable(utc()),
  completed_at: nullable(utc()),
  duration_ms: milliseconds,
  initiated_by: string(),
  error: nullable(ref('Failure')),
};

export const EXECUTION: Schemas = {
  ExecutionKind: oneOf(KINDS),
  Execution: answer({
    ...state,
    ingested: { ...flag(), description: 'It was run without this service, and taken in afterwards.' },
    executed_by: oneOf(['service', 'drctl']),
    request: anyObject('What was asked for.'),
    steps: list(ref('Step')),
    result: {
      anyOf: [ref('FailoverResult'), ref('ProcedureResult'), { type: 'null' }],
      description: 'Null until it has ended.',
    },
    measurements: nullable(ref('FailoverEvidence')),
    fault: nullable(ref('ExecutionFault')),
  }),
  ExecutionFault: answer({
    code: string(),
    message: string(),
    details: anyObject(),
    count: { ...whole(1), description: 'How many workers in a row could not drive it.' },
    retry_at: nullable(utc()),
  }),
  ExecutionSummary: answer({ ...state, procedure_id: nullable(string()) }),
  ExecutionPage: page('items', ref('ExecutionSummary')),
  Step: answer({
    step_id: string(),
    name: string(),
    phase: oneOf(PHASES),
    component_id: nullable(string()),
    action: string(),
    depends_on: list(string()),
    status: oneOf(STEP_STATUSES),
    attempts: whole(0),
    started_at: nullable(utc()),
    completed_at: nullable(utc()),
    duration_ms: milliseconds,
    output: nullable(anyObject()),
    error: nullable(ref('Failure')),
  }),
  ProcedureResult: answer({
    steps_total: whole(0),
    steps_succeeded: whole(0),
    steps_simulated: whole(0),
    steps_failed: whole(0),
    steps_skipped: whole(0),
    steps_undone: whole(0),
    steps_in_doubt: whole(0),
    steps_not_done: whole(0),
    duration_ms: milliseconds,
  }),
  Remaining: answer({
    p50_ms: duration,
    p90_ms: duration,
    human_p50_ms: duration,
    human_p90_ms: duration,
  }),
  ExecutionEstimate: answer({
    execution_id: string(),
    status: ref('ExecutionStatus'),
    elapsed_ms: duration,
    ...estimate,
    expected_completion: nullable(answer({ p50: utc(), p90: utc() })),
    rto: nullable(
      answer({
        rto_ms: duration,
        predicted_ms: milliseconds,
        breach: flag(),
        since: nullable({ ...utc(), description: 'When a breach was first predicted.' }),
      }),
    ),
  }),
  PlanEstimate: answer({
    plan_id: string(),
    plan_version: whole(1),
    type: oneOf(['planned', 'unplanned']),
    execution_mode: ref('ExecutionMode'),
    ...estimate,
  }),
  CommentRequest: request({}, { comment: text(2000) }),
  ReasonRequest: request({ comment: text(2000) }),
};
