import type { JsonObject } from '#domain/json.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { procedureWithDependencies, type ProcedureRequest } from '#domain/runbook/compile-procedure.js';
import { completeExecutionOptions, type ExecutionOptions } from '#domain/runbook/failover-command.js';
import { MAX_SECONDS } from '../plans/limits.js';

/**
 * Who or what starts a procedure: a person, or another system. A `test` is only walked through, whatever the plan:
 * nobody should touch production because they wanted to try something.
 */
export const EXECUTION_TYPES = ['manual', 'automated', 'test'] as const;
export type ExecutionType = (typeof EXECUTION_TYPES)[number];

/** What somebody asks for when they execute a procedure. */
export interface ProcedureCommand {
  readonly executionType: ExecutionType;
  readonly parameters: JsonObject;
  readonly executionOptions: Partial<ExecutionOptions>;
  /** Needed when several plans have the procedure. */
  readonly planId: string | null;
  readonly executedBy: string | null;
}

/** Steps one at a time, and for as long as the plan's author thinks that they take, unless it is said. */
export function completeProcedureOptions(
  plan: PlanDocument,
  procedureId: string,
  given: Partial<ExecutionOptions>,
): ExecutionOptions {
  const defaults = completeExecutionOptions(plan, {});
  const minutes = procedureWithDependencies(plan, procedureId).reduce((sum, one) => sum + one.estimated_duration, 0);
  return {
    ...defaults,
    timeout: Math.min(MAX_SECONDS, Math.max(defaults.timeout, minutes * 60)),
    parallel_execution: false,
    ...given,
  };
}

export function procedureRequest(
  procedureId: string,
  { executionType, parameters }: ProcedureCommand,
  options: ExecutionOptions,
): ProcedureRequest {
  return {
    procedureId,
    parameters,
    walkThrough: executionType === 'test',
    retryAttempts: options.retry_attempts,
    parallel: options.parallel_execution,
    timeoutMs: options.timeout * 1000,
  };
}
