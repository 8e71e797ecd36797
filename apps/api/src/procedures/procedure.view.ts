import { instant } from '../instant.js';
import type { StartedProcedure } from './procedure.service.js';

/** SPEC.md's answer to a procedure that was just started, and this service's additions after it. */
export function startedProcedureView({ execution, procedure }: StartedProcedure) {
  return {
    execution_id: execution.executionId,
    procedure_id: procedure.procedureId,
    execution_type: procedure.executionType,
    parameters: procedure.parameters,
    execution_options: procedure.executionOptions,
    status: 'running',
    progress: 0,
    started_at: instant(execution.requestedAt),
    estimated_completion: instant(new Date(execution.requestedAt.getTime() + execution.runbook.timeoutMs)),
    executed_by: execution.initiatedBy,
    execution_mode: execution.mode,
    plan_id: execution.planId,
  };
}
