import { Injectable } from '@nestjs/common';
import type { Change } from '#domain/diff/json-diff.js';
import type { PlanFault } from '#domain/plan/check-plan.js';
import { diffPlans } from '#domain/plan/plan-diff.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { actorOf } from '#security/actor.js';
import { ActorMismatchError } from '#security/errors.js';
import type { Caller } from '#security/identity.js';
import { issueText } from '../validation/fault.js';
import { PlanChecker } from './plan-checker.js';
import { PlanReader } from './plan-reader.js';
import { toPlanDocument } from './plan.mapper.js';

export interface ValidatedPlan {
  readonly issues: readonly PlanFault[];
  /** What saving would change in the plan; null when there is no plan to compare with, or nothing to save. */
  readonly changes: readonly Change[] | null;
}

/** Says what saving would say, and saves nothing. */
@Injectable()
export class PlanValidationService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly reader: PlanReader,
    private readonly checker: PlanChecker,
  ) {}

  validate(body: unknown, caller: Caller): ValidatedPlan {
    return { issues: this.read(body, caller).issues, changes: null };
  }

  /**
   * As a change of a plan; without a body the plan as it is stored is checked again.
   * @throws PlanNotFoundError
   */
  async validateChange(planId: string, body: unknown, caller: Caller): Promise<ValidatedPlan> {
    const { document: stored } = await this.plans.get(planId);
    if (body === undefined) return { issues: this.checker.faultsOf(stored), changes: null };
    const { issues, document } = this.read(body, caller);
    const sound = issues.length === 0 ? document : null;
    return { issues, changes: sound && diffPlans(stored, sound) };
  }

  private read(
    body: unknown,
    caller: Caller,
  ): { readonly issues: readonly PlanFault[]; readonly document: PlanDocument | null } {
    const read = this.reader.read(body);
    switch (read.kind) {
      case 'senseless':
        return { issues: [read.fault], document: null };
      case 'malformed': {
        const form = read.form.map((fault) => ({ field: fault.field, issue: issueText(fault) }));
        return { issues: [...form, ...read.sense], document: null };
      }
      case 'well_formed': {
        const document = toPlanDocument(read.plan);
        const issues = [...this.checker.faultsOf(document), ...actorFaults(caller, read.plan.created_by)];
        return { issues, document };
      }
    }
  }
}

function actorFaults(caller: Caller, createdBy: string | undefined): readonly PlanFault[] {
  try {
    actorOf(caller, 'created_by', createdBy);
    return [];
  } catch (error) {
    if (!(error instanceof ActorMismatchError)) throw error;
    return [{ field: 'created_by', issue: error.message }];
  }
}
