import type { Route, Tag } from '../model.js';
import { ref, text } from '../schema.js';

export const EXECUTION_QUERY = {
  plan_id: text(),
  kind: ref('ExecutionKind'),
  status: ref('ExecutionStatus'),
  limit: ref('Limit'),
  cursor: ref('Cursor'),
};

interface Asked {
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly body: NonNullable<Route['body']>;
  readonly permission?: Route['permission'];
  readonly errors?: readonly string[];
}

function intervention({ path, permission = 'execution.intervene', errors = [], ...rest }: Asked): Route {
  return {
    method: 'post',
    path: `/disaster-recovery/executions/{execution_id}/${path}`,
    permission,
    ...rest,
    answers: { 202: { description: 'Journalled; a worker acts on it.', schema: ref('Execution') } },
    errors: [
      'execution_not_found',
      'state_conflict',
      'validation_failed',
      ...(path.startsWith('steps/') ? ['step_not_found'] : []),
      ...errors,
    ],
  };
}

const EVENTS = `Server-sent events: \`event\` is the type of a journal entry, \`data\` JSON with execution_id, seq, at, epoch and
entry, and status and progress as they were after it (docs/live.md).`;
const EVENT_STREAM = {
  description: 'The journal as it is written.',
  schema: { type: 'string' },
  mediaType: 'text/event-stream',
} as const;

const comment = (example: string) => ({
  schema: ref('CommentRequest'),
  required: false,
  example: { comment: example },
});
const reason = (example: string) => ({ schema: ref('ReasonRequest'), required: true, example: { comment: example } });
const WAY_BACK = ['past_point_of_no_return'];
const APPROVING = ['approval_role_missing', 'initiator_excluded'];

export const EXECUTIONS: Tag = {
  name: 'executions',
  description:
    'Runs of any kind (failover, procedure, test), and what people do in them. `allowed_actions` of an execution and ' +
    'of its steps say what is possible now; everything else is answered with 409.',
  routes: [
    {
      method: 'get',
      path: '/disaster-recovery/executions',
      id: 'listExecutions',
      summary: 'List executions',
      permission: 'execution.read',
      query: EXECUTION_QUERY,
      answers: { 200: { description: 'A page of executions, newest first.', schema: ref('ExecutionPage') } },
      errors: ['validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/executions/{execution_id}',
      id: 'getExecution',
      summary: 'The whole state of an execution',
      permission: 'execution.read',
      answers: { 200: { description: 'With its steps.', schema: ref('Execution') } },
      errors: ['execution_not_found'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/executions/events',
      id: 'streamEvents',
      summary: 'Follow all executions',
      description: `From now on, or from Last-Event-ID on. ${EVENTS}`,
      permission: 'execution.read',
      parameters: ['Last-Event-ID'],
      query: { plan_id: text(), kind: ref('ExecutionKind') },
      answers: { 200: EVENT_STREAM },
      errors: ['validation_failed', 'too_many_streams'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/executions/{execution_id}/events',
      id: 'streamExecutionEvents',
      summary: 'Follow an execution',
      description: `From its first entry on, or from Last-Event-ID on; the last event is \`end\`. ${EVENTS}`,
      permission: 'execution.read',
      parameters: ['Last-Event-ID'],
      answers: {
        200: EVENT_STREAM,
        204: { description: 'It is over, and the caller has everything: there is no need to connect again.' },
      },
      errors: ['execution_not_found', 'validation_failed', 'too_many_streams'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/executions/{execution_id}/estimate',
      id: 'getExecutionEstimate',
      summary: 'What an execution still takes',
      description: 'From what its steps took in the last runs of the plan; null where there are none.',
      permission: 'execution.read',
      answers: { 200: { description: 'As of now.', schema: ref('ExecutionEstimate') } },
      errors: ['execution_not_found'],
    },
    intervention({
      path: 'cancel',
      id: 'cancelExecution',
      summary: 'Cancel an execution',
      body: comment('False alarm'),
      errors: WAY_BACK,
    }),
    intervention({
      path: 'pause',
      id: 'pauseExecution',
      summary: 'Pause an execution',
      description: 'No further step begins; what runs is finished. Also past the point of no return.',
      body: comment('Waiting for the network team'),
    }),
    intervention({
      path: 'resume',
      id: 'resumeExecution',
      summary: 'Let a paused execution go on',
      description: "Lifts an operator's pause; what else it waits for stays.",
      body: comment('The network is back'),
    }),
    intervention({
      path: 'rollback',
      id: 'rollBackExecution',
      summary: 'Take back what was done',
      description: 'Until the point of no return; ends rolled_back.',
      body: reason('The standby is older than we thought'),
      errors: WAY_BACK,
    }),
    intervention({
      path: 'switch-to-ungraceful',
      id: 'switchToUngraceful',
      summary: 'Let a paused planned failover go on as an unplanned one',
      description: 'The old site is no longer needed, and data may be lost: how much is measured.',
      body: reason('The old site has died'),
      errors: WAY_BACK,
    }),
    intervention({
      path: 'steps/{step_id}/confirm',
      id: 'confirmStep',
      summary: 'Confirm what a person has done',
      body: comment('Told the duty manager'),
    }),
    intervention({
      path: 'steps/{step_id}/approve',
      id: 'approveStep',
      summary: 'Approve a step',
      description: 'Each person counts once; with as many as it needs it is done.',
      permission: 'execution.approve',
      body: comment('Go'),
      errors: [...APPROVING, 'already_approved'],
    }),
    intervention({
      path: 'steps/{step_id}/decline',
      id: 'declineStep',
      summary: 'Decline a step',
      description: 'It fails with approval_declined, and its policy says what then.',
      permission: 'execution.approve',
      body: reason('Not during the sale'),
      errors: APPROVING,
    }),
    intervention({
      path: 'steps/{step_id}/retry',
      id: 'retryStep',
      summary: 'Try a failed step again',
      body: reason('The disk is no longer full'),
    }),
    intervention({
      path: 'steps/{step_id}/skip',
      id: 'skipStep',
      summary: 'Go on without a step',
      body: reason('Done by hand'),
    }),
    intervention({
      path: 'steps/{step_id}/resolve',
      id: 'resolveStep',
      summary: 'Say what became of a step in doubt',
      body: {
        schema: ref('ResolveRequest'),
        required: true,
        example: { resolution: 'done', comment: 'The standby takes writes' },
      },
    }),
  ],
};
