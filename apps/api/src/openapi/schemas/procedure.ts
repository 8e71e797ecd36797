import type { Schemas } from '../model.js';
import { anyObject, answer, described, oneOf, ref, request, string, text, utc } from '../schema.js';

const TYPES = oneOf(['manual', 'automated', 'test']);

export const PROCEDURE: Schemas = {
  ProcedureExecutionRequest: request(
    { execution_type: TYPES },
    {
      parameters: anyObject('Fill the {{parameters.…}} of the steps.'),
      execution_options: ref('ExecutionOptionsRequest'),
      plan_id: described(text(), 'Which plan means, when several have a procedure of this id.'),
      executed_by: text(),
    },
  ),
  ProcedureExecution: answer({
    execution_id: string(),
    procedure_id: string(),
    execution_type: TYPES,
    parameters: anyObject(),
    execution_options: ref('ExecutionOptions'),
    status: { const: 'running' },
    progress: { const: 0 },
    started_at: utc(),
    estimated_completion: utc(),
    executed_by: string(),
    execution_mode: ref('ExecutionMode'),
    plan_id: string(),
  }),
};
