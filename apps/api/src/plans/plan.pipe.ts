import { Injectable, type PipeTransform } from '@nestjs/common';
import type { PlanFault } from '#domain/plan/check-plan.js';
import { ValidationFailedError } from '../validation/errors.js';
import type { CreatePlanDto } from './create-plan.dto.js';
import { InvalidPlanError, MISSING_COMPONENTS } from './errors.js';
import { PlanReader } from './plan-reader.js';

const WHAT = 'DR plan';

/**
 * Reads a plan. Fields that are missing or hold invalid values make it fail validation; a plan whose only fault is that
 * it has no components is a plan that makes no sense, as SPEC.md has it.
 */
@Injectable()
export class PlanPipe implements PipeTransform<unknown, CreatePlanDto> {
  constructor(private readonly reader: PlanReader) {}

  transform(body: unknown): CreatePlanDto {
    const read = this.reader.read(body);
    switch (read.kind) {
      case 'well_formed':
        return read.plan;
      case 'senseless':
        throw new InvalidPlanError([read.fault]);
      case 'malformed':
        throw new ValidationFailedError(WHAT, read.form, read.sense.map(senseText));
    }
  }
}

function senseText({ field, issue }: PlanFault): string {
  return issue === MISSING_COMPONENTS.issue ? issue : `${field}: ${issue}`;
}
