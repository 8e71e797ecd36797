import { Body, Controller, Delete, Headers, HttpCode, HttpStatus, Param, Post, Put, Res } from '@nestjs/common';
import type { Response } from 'express';
import { PlanNotFoundError } from '#persistence/errors.js';
import type { ExpectedVersions } from '#persistence/records.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { CreatePlanDto } from './create-plan.dto.js';
import { expectedVersions, requiredVersions } from './entity-tag.js';
import { PlanChangeService } from './plan-change.service.js';
import { toPlanDocument } from './plan.mapper.js';
import { PlanPipe } from './plan.pipe.js';
import { taggedPlanView } from './plans.controller.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

@Controller('disaster-recovery/plans/:plan_id')
export class PlanChangeController {
  constructor(private readonly changes: PlanChangeService) {}

  @Put()
  @RequiresPermission('plan.write')
  async update(
    @Param('plan_id', PLAN_ID) planId: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body(PlanPipe) plan: CreatePlanDto,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ) {
    const expected = requiredVersions(ifMatch);
    const updated = await this.changes.update(planId, toPlanDocument(plan), expected, caller, plan.created_by);
    return taggedPlanView(updated, response);
  }

  /** Nothing of a plan is ever deleted: its executions and tests are evidence. */
  @Delete()
  @RequiresPermission('plan.write')
  async archive(
    @Param('plan_id', PLAN_ID) planId: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return taggedPlanView(await this.changes.archive(planId, optionalVersions(ifMatch)), response);
  }

  @Post('restore')
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('plan.write')
  async restore(
    @Param('plan_id', PLAN_ID) planId: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return taggedPlanView(await this.changes.restore(planId, optionalVersions(ifMatch)), response);
  }
}

function optionalVersions(ifMatch: string | undefined): ExpectedVersions {
  return ifMatch === undefined ? null : expectedVersions(ifMatch);
}
