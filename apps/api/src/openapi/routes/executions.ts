import type { Route, Tag } from '../model.js';
import { ref, text } from '../schema.js';

export const EXECUTION_QUERY = {
  plan_id: text(),
  kind: ref('ExecutionKind'),
  status: ref('ExecutionStatus'),
  limit: ref('Limit'),
  cursor: ref('Cursor'),
};

function intervention(path: string, id: string, summary: string, body: Route['body'], own: readonly string[]): Route {
  return {
    method: 'post',
    path: `/disaster-recovery/executions/{execution_id}/${path}`,
    id,
    summary,
    permission: 'execution.intervene',
    ...(body === undefined ? {} : { body }),
    answers: { 202: { description: 'Journalled; a worker acts on it.', schema: ref('Execution') } },
    errors: ['execution_not_found', 'state_conflict', 'past_point_of_no_return', 'validation_failed', ...own],
  };
}

const EVENTS = `Server-sent events: \`event\` is the type of a journal entry, \`data\` JSON with execution_id, seq, at, epoch and
entry, and status and progress as they were after it (docs/live.md).`;
const EVENT_STREAM = {
  description: 'The journal as it is written.',
  schema: { type: 'string' },
  mediaType: 'text/event-stream',
} as const;

const COMMENT = { schema: ref('CommentRequest'), required: false };
const REASON = { schema: ref('ReasonRequest'), required: true };

export const EXECUTIONS: Tag = {
  name: 'executions',
  description: 'Runs of any kind (failover, procedure, test), and what people do in them.',
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
    intervention('cancel', 'cancelExecution', 'Cancel an execution', COMMENT, []),
    intervention('steps/{step_id}/confirm', 'confirmStep', 'Confirm what a person has done', COMMENT, [
      'step_not_found',
    ]),
    intervention('steps/{step_id}/retry', 'retryStep', 'Try a failed step again', REASON, ['step_not_found']),
    intervention('steps/{step_id}/skip', 'skipStep', 'Go on without a step', REASON, ['step_not_found']),
  ],
};
