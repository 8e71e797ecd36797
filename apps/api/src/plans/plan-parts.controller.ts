import { Controller, Get, Param } from '@nestjs/common';
import { PlanNotFoundError } from '#persistence/errors.js';
import { RequiresPermission } from '#security/access.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { PlanService } from './plan.service.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

/** Components and procedures of a plan's newest version, as its document has them. */
@Controller('disaster-recovery/plans/:plan_id')
export class PlanPartsController {
  constructor(private readonly plans: PlanService) {}

  @Get('components')
  @RequiresPermission('plan.read')
  async components(@Param('plan_id', PLAN_ID) planId: string) {
    const { version, document } = await this.plans.get(planId);
    return { plan_id: planId, version, items: document.components };
  }

  @Get('components/:component_id')
  @RequiresPermission('plan.read')
  component(@Param('plan_id', PLAN_ID) planId: string, @Param('component_id') componentId: string) {
    return this.plans.component(planId, componentId);
  }

  @Get('procedures')
  @RequiresPermission('plan.read')
  async procedures(@Param('plan_id', PLAN_ID) planId: string) {
    const { version, document } = await this.plans.get(planId);
    return { plan_id: planId, version, items: document.recovery_procedures };
  }

  @Get('procedures/:procedure_id')
  @RequiresPermission('plan.read')
  procedure(@Param('plan_id', PLAN_ID) planId: string, @Param('procedure_id') procedureId: string) {
    return this.plans.procedure(planId, procedureId);
  }
}
