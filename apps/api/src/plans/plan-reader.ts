import { Injectable } from '@nestjs/common';
import type { PlanFault } from '#domain/plan/check-plan.js';
import type { Fault } from '../validation/fault.js';
import { isJsonObject, readDocument } from '../validation/read-document.js';
import { CreatePlanDto } from './create-plan.dto.js';
import { MISSING_COMPONENTS } from './errors.js';
import { PlanChecker } from './plan-checker.js';
import { readableParts } from './readable-parts.js';

export type ReadPlan =
  | { readonly kind: 'well_formed'; readonly plan: CreatePlanDto }
  /** No document, or one whose only fault is that it has no components: a plan that makes no sense. */
  | { readonly kind: 'senseless'; readonly fault: PlanFault }
  /** `sense`: what makes no sense beside that, as far as it can be judged. */
  | { readonly kind: 'malformed'; readonly form: readonly Fault[]; readonly sense: readonly PlanFault[] };

/** Reads a plan, and finds everything that is wrong with its form. */
@Injectable()
export class PlanReader {
  constructor(private readonly checker: PlanChecker) {}

  read(body: unknown): ReadPlan {
    if (!isJsonObject(body)) {
      return { kind: 'senseless', fault: { field: 'body', issue: 'The plan must be a JSON object' } };
    }
    const read = readDocument(CreatePlanDto, body);
    if (read.ok) return { kind: 'well_formed', plan: read.value };
    if (read.faults.every(isMissingComponents)) return { kind: 'senseless', fault: MISSING_COMPONENTS };
    const parts = read.partial && readableParts(read.partial, read.faults);
    return { kind: 'malformed', form: read.faults, sense: parts ? this.checker.faultsOf(parts) : [] };
  }
}

function isMissingComponents(fault: Fault): boolean {
  return fault.kind === 'missing' && fault.field === MISSING_COMPONENTS.field;
}
