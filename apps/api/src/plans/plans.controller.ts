import { Body, Controller, Get, Header, Headers, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { PlanNotFoundError } from '#persistence/errors.js';
import type { PlanRecord } from '#persistence/records.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { readinessSummaryView } from '../readiness/readiness.view.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { protectionSummaryView } from '../protection/protection.view.js';
import { RateLimited } from '../limits/rate-limited.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { CreatePlanDto } from './create-plan.dto.js';
import { knows, planTag } from './entity-tag.js';
import { LagQueryDto, toLagRange } from './lag-query.dto.js';
import { listName, planFilter, PlanListQueryDto, planPageRequest } from './plan-list.dto.js';
import { planPageView } from './plan-list.view.js';
import { toPlanDocument } from './plan.mapper.js';
import { PlanPipe } from './plan.pipe.js';
import { PlanService } from './plan.service.js';
import { authorityView, lagView, planView } from './plan.view.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

@Controller('disaster-recovery/plans')
export class PlansController {
  constructor(private readonly plans: PlanService) {}

  @Post()
  @RateLimited('plans')
  @RequiresPermission('plan.write')
  async create(
    @Body(PlanPipe) plan: CreatePlanDto,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ) {
    return taggedPlanView(await this.plans.create(toPlanDocument(plan), caller, plan.created_by), response);
  }

  @Get()
  @RequiresPermission('plan.read')
  async list(@Query(new DocumentPipe(PlanListQueryDto, 'Query')) query: PlanListQueryDto) {
    const page = await this.plans.page(planPageRequest(query));
    const total = query.include_total === 'true' ? await this.plans.count(planFilter(query)) : null;
    return planPageView(page, await this.plans.protectionsOf(page), listName(query), total);
  }

  @Get(':plan_id')
  @RequiresPermission('plan.read')
  async get(
    @Param('plan_id', PLAN_ID) planId: string,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const plan = await this.plans.get(planId);
    const [readiness, protection] = await Promise.all([this.plans.readiness(plan), this.plans.protection(plan)]);
    const tag = planTag(plan, readiness, protection?.state ?? null);
    response.set('ETag', tag);
    if (!knows(ifNoneMatch, tag)) {
      return {
        ...planView(plan),
        ...(readiness === null ? {} : { readiness: readinessSummaryView(readiness) }),
        ...(protection === null ? {} : { protection: protectionSummaryView(protection) }),
      };
    }
    response.status(HttpStatus.NOT_MODIFIED);
    return undefined;
  }

  @Get(':plan_id/lag')
  @RequiresPermission('plan.read')
  async lag(
    @Param('plan_id', PLAN_ID) planId: string,
    @Query(new DocumentPipe(LagQueryDto, 'Lag query')) query: LagQueryDto,
  ) {
    const range = toLagRange(query, new Date());
    const lag = await this.plans.lag(planId);
    return lagView(planId, lag, range && (await this.plans.lagSeries(planId, range)));
  }

  @Get(':plan_id/authority')
  @RequiresPermission('plan.read')
  @Header('Cache-Control', 'no-store')
  async authority(@Param('plan_id', PLAN_ID) planId: string) {
    const { authority, protection } = await this.plans.authority(planId);
    return authorityView(authority, protection);
  }
}

/** The plan, under the tag that a change of it has to name. */
export function taggedPlanView(plan: PlanRecord, response: Response) {
  response.set('ETag', planTag(plan));
  return planView(plan);
}
