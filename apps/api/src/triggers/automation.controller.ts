import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Put } from '@nestjs/common';
import { PlanNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { CommentDto } from '../executions/intervention.dto.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { AutomationService } from './automation.service.js';
import { automationView, planAutomationView } from './automation.view.js';
import { AutomationDto } from './trigger.dto.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));
const SWITCH = new DocumentPipe(AutomationDto, 'Automation');
const COMMENT = new DocumentPipe(CommentDto, 'Request', { mayBeAbsent: true });

/** The switches of automatic failovers. */
@Controller('disaster-recovery')
export class AutomationController {
  constructor(private readonly service: AutomationService) {}

  @Get('automation')
  @RequiresPermission('plan.read')
  async global() {
    return automationView(await this.service.global());
  }

  @Put('automation')
  @RequiresPermission('automation.switch')
  async switchAll(@Body(SWITCH) { enabled, comment }: AutomationDto, @CurrentCaller() caller: Caller) {
    return automationView(await this.service.switchAll(enabled, comment, caller));
  }

  @Get('plans/:plan_id/automation')
  @RequiresPermission('plan.read')
  async ofPlan(@Param('plan_id', PLAN_ID) planId: string) {
    return planAutomationView(await this.service.ofPlan(planId));
  }

  @Put('plans/:plan_id/automation')
  @RequiresPermission('failover.execute')
  async switchPlan(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body(SWITCH) { enabled, comment }: AutomationDto,
    @CurrentCaller() caller: Caller,
  ) {
    return planAutomationView(await this.service.switchPlan(planId, enabled, comment, caller));
  }

  @Post('plans/:plan_id/cooldown/acknowledge')
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('failover.execute')
  async acknowledge(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body(COMMENT) { comment }: CommentDto,
    @CurrentCaller() caller: Caller,
  ) {
    return planAutomationView(await this.service.acknowledgeCooldown(planId, comment ?? null, caller));
  }
}
