import type { PlanDocument, Priority } from '../plan/plan-document.js';
import type { FailoverRequest } from './compile-failover.js';
import type { FailoverType } from './runbook.js';

/** SPEC.md's `failover_options`; what is not said is done. */
export interface FailoverOptions {
  readonly verify_before_failover: boolean;
  readonly verify_after_failover: boolean;
  readonly notify_stakeholders: boolean;
  readonly update_dns: boolean;
  readonly update_load_balancer: boolean;
}

/** SPEC.md's `execution_options`. */
export interface ExecutionOptions {
  readonly priority: Priority;
  /** Seconds. */
  readonly timeout: number;
  readonly retry_attempts: number;
  readonly parallel_execution: boolean;
}

/** What somebody asks for when they start a failover. */
export interface FailoverCommand {
  readonly failoverType: FailoverType;
  readonly reason: string;
  /** All of the plan's when null. */
  readonly components: readonly string[] | null;
  readonly failoverOptions: Partial<FailoverOptions>;
  readonly executionOptions: Partial<ExecutionOptions>;
  /** When the outage began, if the operator knows. */
  readonly outageStartedAt: Date | null;
  /** Why a planned failover is started although the plan is not ready; null: it is not to be. */
  readonly overrideComment: string | null;
  readonly initiatedBy: string | null;
}

const FAILOVER_DEFAULTS: FailoverOptions = {
  verify_before_failover: true,
  verify_after_failover: true,
  notify_stakeholders: true,
  update_dns: true,
  update_load_balancer: true,
};

export function completeFailoverOptions(given: Partial<FailoverOptions>): FailoverOptions {
  return { ...FAILOVER_DEFAULTS, ...given };
}

export function completeExecutionOptions(plan: PlanDocument, given: Partial<ExecutionOptions>): ExecutionOptions {
  return {
    priority: plan.priority,
    timeout: plan.failover_configuration.failover_timeout,
    retry_attempts: 2,
    parallel_execution: true,
    ...given,
  };
}

export function failoverRequest(
  failoverType: FailoverType,
  components: readonly string[] | null,
  failover: FailoverOptions,
  execution: ExecutionOptions,
  outageStartedAt: Date | null,
): FailoverRequest {
  return {
    failoverType,
    componentIds: components,
    verifyBefore: failover.verify_before_failover,
    verifyAfter: failover.verify_after_failover,
    updateDns: failover.update_dns,
    updateLoadBalancer: failover.update_load_balancer,
    retryAttempts: execution.retry_attempts,
    parallel: execution.parallel_execution,
    timeoutMs: execution.timeout * 1000,
    outageStartedAt: outageStartedAt?.toISOString() ?? null,
  };
}

/** What a failover does when only its type and components are said. */
export function defaultFailoverRequest(
  plan: PlanDocument,
  failoverType: FailoverType,
  components: readonly string[],
): FailoverRequest {
  const execution = completeExecutionOptions(plan, {});
  return failoverRequest(failoverType, components, completeFailoverOptions({}), execution, null);
}
