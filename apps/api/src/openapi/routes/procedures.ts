import { EXECUTE_PROCEDURE } from '../examples/execute-procedure.js';
import type { Tag } from '../model.js';
import { ref } from '../schema.js';
import { EXECUTION_QUERY } from './executions.js';

export const PROCEDURES: Tag = {
  name: 'procedures',
  description: 'Executing one recovery procedure on its own.',
  routes: [
    {
      method: 'post',
      path: '/disaster-recovery/procedures/{procedure_id}/execute',
      id: 'executeProcedure',
      summary: 'Execute a recovery procedure',
      permission: 'failover.execute',
      body: { schema: ref('ProcedureExecutionRequest'), required: true, example: EXECUTE_PROCEDURE.request },
      answers: {
        202: {
          description: 'Accepted and durable; a worker carries it out.',
          schema: ref('ProcedureExecution'),
          example: EXECUTE_PROCEDURE.response,
        },
      },
      errors: [
        'procedure_not_found',
        'plan_not_found',
        'ambiguous_procedure',
        'plan_archived',
        'failover_in_progress',
        'invalid_procedure_request',
        'validation_failed',
        'actor_mismatch',
      ],
    },
    {
      method: 'get',
      path: '/disaster-recovery/procedures/{procedure_id}/executions',
      id: 'listProcedureExecutions',
      summary: 'List the executions of a procedure',
      permission: 'execution.read',
      query: EXECUTION_QUERY,
      answers: { 200: { description: 'A page of executions, newest first.', schema: ref('ExecutionPage') } },
      errors: ['procedure_not_found', 'validation_failed'],
    },
  ],
};
