import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { PlanNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { instant } from '../instant.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { CreatePlanDto } from './create-plan.dto.js';
import { toPlanDocument } from './plan.mapper.js';
import { PlanPipe } from './plan.pipe.js';
import { PlanService } from './plan.service.js';
import { lagView, planView } from './plan.view.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

@Controller('disaster-recovery/plans')
export class PlansController {
  constructor(private readonly plans: PlanService) {}

  @Post()
  @RequiresPermission('plan.write')
  async create(@Body(PlanPipe) plan: CreatePlanDto, @CurrentCaller() caller: Caller) {
    return planView(await this.plans.create(toPlanDocument(plan), caller, plan.created_by));
  }

  @Get(':plan_id')
  @RequiresPermission('plan.read')
  async get(@Param('plan_id', PLAN_ID) planId: string) {
    return planView(await this.plans.get(planId));
  }

  @Get(':plan_id/lag')
  @RequiresPermission('plan.read')
  async lag(@Param('plan_id', PLAN_ID) planId: string) {
    return lagView(planId, await this.plans.lag(planId));
  }

  @Get(':plan_id/authority')
  @RequiresPermission('plan.read')
  async authority(@Param('plan_id', PLAN_ID) planId: string) {
    const { activeSite, epoch, changedAt } = await this.plans.authority(planId);
    return { plan_id: planId, active_site: activeSite, epoch, changed_at: instant(changedAt) };
  }
}
