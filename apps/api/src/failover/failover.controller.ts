import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { PlanNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { RateLimited } from '../limits/rate-limited.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { FailoverNotFoundError } from './errors.js';
import { FailoverService } from './failover.service.js';
import { failoverStatusView, initiatedFailoverView } from './failover.view.js';
import { InitiateFailoverDto, toFailoverCommand } from './initiate-failover.dto.js';
import { chosenInQuery, RunbookQueryDto } from './runbook-query.dto.js';
import { runbookView } from './runbook.view.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));
const FAILOVER_ID = new PathIdPipe((id) => new FailoverNotFoundError(id));

@Controller('disaster-recovery')
export class FailoverController {
  constructor(private readonly failovers: FailoverService) {}

  /** 202: accepted and durable, and carried out by a worker. */
  @Post('plans/:plan_id/failover')
  @HttpCode(HttpStatus.ACCEPTED)
  @RateLimited('failovers')
  @RequiresPermission('failover.execute')
  async initiate(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body(new DocumentPipe(InitiateFailoverDto, 'Failover request')) request: InitiateFailoverDto,
    @CurrentCaller() caller: Caller,
  ) {
    return initiatedFailoverView(await this.failovers.initiate(planId, toFailoverCommand(request), caller));
  }

  @Get('failovers/:failover_id/status')
  @RequiresPermission('execution.read')
  async status(@Param('failover_id', FAILOVER_ID) failoverId: string) {
    const { status, protection } = await this.failovers.status(failoverId);
    return failoverStatusView(status, protection);
  }

  @Get('plans/:plan_id/runbook')
  @RequiresPermission('plan.read')
  async runbook(
    @Param('plan_id', PLAN_ID) planId: string,
    @Query(new DocumentPipe(RunbookQueryDto, 'Runbook query')) query: RunbookQueryDto,
  ) {
    const { failover_type = 'planned' } = query;
    return runbookView(await this.failovers.preview(planId, failover_type, chosenInQuery(query)));
  }
}
