import { DomainError } from '#domain/errors.js';
import type { FailureReport } from '#domain/execution/failure-report.js';

/** Another holder has the execution now; whoever sees this stops at once and writes nothing more. */
export class LeaseLostError extends DomainError {
  constructor(executionId: string, epoch: number) {
    super('lease_lost', `the lease of ${executionId} under epoch ${epoch} is lost`, { executionId, epoch });
  }
}

export class UnknownActionError extends DomainError {
  constructor(action: string) {
    super('unknown_action', `no action is named ${action}`, { action });
  }
}

/** Inputs that an action can not work with; `issues` name each field. */
export class InvalidInputError extends DomainError {
  constructor(
    action: string,
    readonly issues: readonly string[],
  ) {
    super('invalid_input', `${action}: ${issues.join('; ')}`, { action, issues: [...issues] });
  }
}

/** An attempt that took longer than its step allows. */
export class StepTimeoutError extends DomainError {
  /** @param found what the action itself had to say when its time was up. */
  constructor(stepId: string, timeoutMs: number, found: FailureReport | null) {
    super('step_timeout', `step ${stepId} took longer than ${timeoutMs / 1000} s${found ? `: ${found.message}` : ''}`, {
      stepId,
      timeoutMs,
      ...(found ? { found: { ...found } } : {}),
    });
  }
}

/** Work that was stopped from outside: a cancel, a time-out of the whole, a lost lease, a shutdown. */
export class ExecutionStoppedError extends DomainError {
  constructor(executionId: string, why: string) {
    super('stopped', `stopped: ${why}`, { executionId, why });
  }
}
