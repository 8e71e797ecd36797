import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { PlanNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { RateLimited } from '../limits/rate-limited.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { AlertmanagerPipe } from './alertmanager.pipe.js';
import type { AlertmanagerNotification } from './alertmanager-webhook.js';
import { cursorAfter, decisionAfter, DecisionsQueryDto, limitOf, TriggerDto } from './trigger.dto.js';
import { TriggerService } from './trigger.service.js';
import { decisionView, evaluatedView, handledView } from './trigger.view.js';

const PLAN_ID = new PathIdPipe((id) => new PlanNotFoundError(id));

@Controller('disaster-recovery')
export class TriggersController {
  constructor(private readonly service: TriggerService) {}

  /** 200 also when nothing was started: the answer says why. */
  @Post('plans/:plan_id/trigger')
  @HttpCode(HttpStatus.OK)
  @RateLimited('failovers')
  @RequiresPermission('failover.execute')
  async trigger(
    @Param('plan_id', PLAN_ID) planId: string,
    @Body(new DocumentPipe(TriggerDto, 'Trigger')) { trigger, reason }: TriggerDto,
    @CurrentCaller() caller: Caller,
  ) {
    return evaluatedView(await this.service.trigger(planId, trigger, reason, caller));
  }

  /** 200 for whatever was understood: an Alertmanager repeats what was not taken. */
  @Post('triggers/alertmanager')
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('trigger.send')
  async alertmanager(@Body(AlertmanagerPipe) notification: AlertmanagerNotification, @CurrentCaller() caller: Caller) {
    return handledView(notification, await this.service.receive(notification, caller));
  }

  /** Newest first: why there was an automatic failover, or none. */
  @Get('plans/:plan_id/trigger-decisions')
  @RequiresPermission('execution.read')
  async decisions(
    @Param('plan_id', PLAN_ID) planId: string,
    @Query(new DocumentPipe(DecisionsQueryDto, 'Decisions query')) query: DecisionsQueryDto,
  ) {
    const filter = { decision: query.decision ?? null, after: decisionAfter(query), limit: limitOf(query) };
    const { decisions, hasMore } = await this.service.decisionsOf(planId, filter);
    return {
      plan_id: planId,
      items: decisions.map(decisionView),
      next_cursor: hasMore ? cursorAfter(decisions.at(-1)!.decisionId) : null,
    };
  }
}
