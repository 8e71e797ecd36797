import { DomainError } from '#domain/errors.js';

/** Moving the plan back now would lose something, or there is nothing to move back. */
export class FailbackNotReadyError extends DomainError {
  constructor(planId: string, reasons: readonly string[]) {
    super('failback_not_ready', `The plan can not be moved back now: ${reasons.join('; ')}`, {
      plan_id: planId,
      reasons: [...reasons],
    });
  }
}

/** The service has no means to make the servers of the other site standbys. */
export class ReprotectNotPossibleError extends DomainError {
  constructor(planId: string, reasons: readonly string[]) {
    super('reprotect_not_possible', `The plan can not be reprotected: ${reasons.join('; ')}`, {
      plan_id: planId,
      reasons: [...reasons],
    });
  }
}
