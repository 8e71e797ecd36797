import { ROLES } from '#domain/access/roles.js';
import { MAX_APPROVALS } from '#domain/execution/approval.js';
import { DOUBT_RESOLUTIONS } from '#domain/execution/journal-entry.js';
import { STEP_STATUSES } from '#domain/execution/transitions.js';
import { PHASES } from '#domain/runbook/runbook.js';
import type { Schemas } from '../model.js';
import {
  anyObject,
  answer,
  described,
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
    pause_requested: described(
      nullable(ref('Word')),
      'An operator has paused it: nothing goes on until somebody resumes it, whatever else it waits for.',
    ),
    switched_to_ungraceful: described(
      nullable(ref('Word')),
      'Since when a planned failover goes on as an unplanned one would.',
    ),
    allowed_actions: described(
      list(oneOf(['pause', 'resume', 'cancel', 'rollback', 'switch-to-ungraceful'])),
      'What may be asked of the execution now: the last part of the address.',
    ),
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
    approvals: nullable(ref('Approvals')),
    allowed_actions: described(
      list(oneOf(['confirm', 'approve', 'decline', 'retry', 'skip', 'resolve'])),
      'What may be asked of the step now: the last part of the address.',
    ),
  }),
  Word: described(answer({ by: string(), at: utc(), comment: string() }), 'What a person has said, and when.'),
  Approvals: {
    ...answer({
      required: whole(1, MAX_APPROVALS),
      role: nullable(oneOf(ROLES)),
      exclude_initiator: flag(),
      given: list(ref('Word')),
      expires_at: nullable(utc()),
    }),
    description: 'Null where none are needed. expires_at: until when they are waited for; null while they are not.',
  },
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
  ResolveRequest: request({
    resolution: described(
      oneOf(DOUBT_RESOLUTIONS),
      'done: its effect is there; redo: ask the world, then do it; skip: go on without it.',
    ),
    comment: text(2000),
  }),
};
