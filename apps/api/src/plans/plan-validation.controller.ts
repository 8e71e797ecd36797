import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { PlanNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { PlanValidationService, type ValidatedPlan } from './plan-validation.service.js';
import { changeView } from './plan-versions.view.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

/** Always 200 for what is JSON: that a plan is faulty is the answer, and no error. Whoever may read plans may ask. */
@Controller('disaster-recovery/plans')
export class PlanValidationController {
  constructor(private readonly validation: PlanValidationService) {}

  @Post('validate')
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('plan.read')
  validate(@Body() body: unknown, @CurrentCaller() caller: Caller) {
    return validationView(this.validation.validate(body, caller));
  }

  @Post(':plan_id/validate')
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('plan.read')
  async validateChange(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ) {
    return validationView(await this.validation.validateChange(planId, body, caller));
  }
}

function validationView({ issues, changes }: ValidatedPlan) {
  return {
    valid: issues.length === 0,
    issues: issues.map(({ field, issue }) => ({ field, issue })),
    ...(changes === null ? {} : { changes: changes.map(changeView) }),
  };
}
