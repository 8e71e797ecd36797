import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { AlertNotFoundError } from '#persistence/errors.js';
import { CurrentCaller, RequiresPermission } from '#security/access.js';
import type { Caller } from '#security/identity.js';
import { CommentDto } from '../executions/intervention.dto.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { PathIdPipe } from '../validation/path-id.pipe.js';
import { alertView } from './alert.view.js';
import { AlertsQueryDto, cursorAfter, toAlertFilter } from './alerts-query.dto.js';
import { AlertsService } from './alerts.service.js';

const ALERT_ID = new PathIdPipe((id) => new AlertNotFoundError(id));
const COMMENT = new DocumentPipe(CommentDto, 'Request', { mayBeAbsent: true });

@Controller('disaster-recovery/alerts')
export class AlertsController {
  constructor(private readonly service: AlertsService) {}

  /** Newest first. */
  @Get()
  @RequiresPermission('execution.read')
  async list(@Query(new DocumentPipe(AlertsQueryDto, 'Alerts query')) query: AlertsQueryDto) {
    const { alerts, hasMore } = await this.service.list(toAlertFilter(query));
    return { alerts: alerts.map(alertView), next_cursor: hasMore ? cursorAfter(alerts.at(-1)!.alert_id) : null };
  }

  @Post(':alert_id/acknowledge')
  @HttpCode(HttpStatus.OK)
  @RequiresPermission('execution.intervene')
  async acknowledge(
    @Param('alert_id', ALERT_ID) alertId: string,
    @Body(COMMENT) { comment }: CommentDto,
    @CurrentCaller() caller: Caller,
  ) {
    return alertView(await this.service.acknowledge(alertId, caller, comment ?? null));
  }
}
