import { Injectable, type PipeTransform } from '@nestjs/common';
import type { PlanFault } from '#domain/plan/check-plan.js';
import { ValidationFailedError } from '../validation/errors.js';
import type { Fault } from '../validation/fault.js';
import { isJsonObject, readDocument } from '../validation/read-document.js';
import { CreatePlanDto } from './create-plan.dto.js';
import { InvalidPlanError, MISSING_COMPONENTS } from './errors.js';
import { PlanChecker } from './plan-checker.js';
import { readableParts } from './readable-parts.js';

const WHAT = 'DR plan';

/**
 * Reads a plan. Fields that are missing or hold invalid values make it fail validation; a plan whose only fault is that
 * it has no components is a plan that makes no sense, as SPEC.md has it.
 */
@Injectable()
export class PlanPipe implements PipeTransform<unknown, CreatePlanDto> {
  constructor(private readonly checker: PlanChecker) {}

  transform(body: unknown): CreatePlanDto {
    if (!isJsonObject(body)) throw new InvalidPlanError([{ field: 'body', issue: 'The plan must be a JSON object' }]);
    const read = readDocument(CreatePlanDto, body);
    if (read.ok) return read.value;
    if (read.faults.every(isMissingComponents)) throw new InvalidPlanError([MISSING_COMPONENTS]);
    const parts = read.partial && readableParts(read.partial, read.faults);
    throw new ValidationFailedError(WHAT, read.faults, parts ? this.checker.faultsOf(parts).map(senseText) : []);
  }
}

function isMissingComponents(fault: Fault): boolean {
  return fault.kind === 'missing' && fault.field === MISSING_COMPONENTS.field;
}

function senseText({ field, issue }: PlanFault): string {
  return issue === MISSING_COMPONENTS.issue ? issue : `${field}: ${issue}`;
}
