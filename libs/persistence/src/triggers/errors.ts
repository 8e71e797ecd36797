import { DomainError } from '#domain/errors.js';

/** There is nothing to acknowledge: no failover was lately, or somebody has acknowledged it. */
export class NoCooldownError extends DomainError {
  constructor(planId: string) {
    super('state_conflict', 'The plan has no cool-down that could be acknowledged', { plan_id: planId });
  }
}
