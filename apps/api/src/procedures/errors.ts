import { DomainError } from '#domain/errors.js';
import type { ProcedureHome } from '#persistence/repositories/procedure-repository.js';

export class ProcedureNotFoundError extends DomainError {
  constructor(procedureId: string, planId: string | null = null) {
    super('procedure_not_found', 'Recovery procedure not found', {
      procedure_id: procedureId,
      ...(planId === null ? {} : { plan_id: planId }),
    });
  }
}

/** Several plans have a procedure of this id: the request has to say which is meant. */
export class AmbiguousProcedureError extends DomainError {
  constructor(procedureId: string, homes: readonly ProcedureHome[]) {
    super('ambiguous_procedure', 'Several plans have this procedure: name one with plan_id', {
      procedure_id: procedureId,
      plans: homes.map(({ planId, planName }) => ({ plan_id: planId, plan_name: planName })),
    });
  }
}

/** The request is well formed and does not fit the procedure. */
export class InvalidProcedureRequestError extends DomainError {
  constructor(field: string, issue: string) {
    super('invalid_procedure_request', 'Invalid procedure request', { field, issue });
  }
}
