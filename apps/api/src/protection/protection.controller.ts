import { Body, Controller, Get, Header, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { PlanNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { initiatedFailoverView } from '../failover/failover.view.js';
import { RateLimited } from '../limits/rate-limited.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { withoutAbsent } from '../without-absent.js';
import { FailbackDto, ReprotectDto } from './protection.dto.js';
import { ProtectionService } from './protection.service.js';
import { protectionView, startedReprotectView } from './protection.view.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

@Controller('disaster-recovery/plans/:plan_id')
export class ProtectionController {
  constructor(private readonly protections: ProtectionService) {}

  @Get('protection')
  @RequiresPermission('plan.read')
  @Header('Cache-Control', 'no-store')
  async protection(@Param('plan_id', PLAN_ID) planId: string) {
    return protectionView(await this.protections.of(planId));
  }

  /** 202: accepted and durable, and carried out by a worker. */
  @Post('reprotect')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresPermission('failover.execute')
  async reprotect(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body(new DocumentPipe(ReprotectDto, 'Reprotect request')) { reason, initiated_by }: ReprotectDto,
    @CurrentCaller() caller: Caller,
  ) {
    return startedReprotectView(await this.protections.reprotect(planId, reason ?? null, initiated_by ?? null, caller));
  }

  @Post('failback')
  @HttpCode(HttpStatus.ACCEPTED)
  @RateLimited('failovers')
  @RequiresPermission('failover.execute')
  async failback(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body(new DocumentPipe(FailbackDto, 'Failback request')) request: FailbackDto,
    @CurrentCaller() caller: Caller,
  ) {
    const command = {
      reason: request.reason,
      failoverOptions: withoutAbsent(request.failover_options ?? {}),
      executionOptions: withoutAbsent(request.execution_options ?? {}),
      initiatedBy: request.initiated_by ?? null,
      overrideComment: null,
    };
    return initiatedFailoverView(await this.protections.failback(planId, command, caller));
  }
}
