import { Controller, Get, Query } from '@nestjs/common';
import { RequiresPermission } from '#security/access.js';
import { RateLimited } from '../limits/rate-limited.js';
import { DocumentPipe } from '../validation/document.pipe.js';
import { AnalyticsQueryDto, DashboardQueryDto, toBound } from './analytics-query.dto.js';
import { AnalyticsService } from './analytics.service.js';
import { analyticsView } from './analytics.view.js';
import { dashboardView } from './dashboard.view.js';

const DEFAULT_ZONE = 'UTC';

@Controller('disaster-recovery')
export class AnalyticsController {
  constructor(private readonly service: AnalyticsService) {}

  @Get('analytics')
  @RequiresPermission('execution.read')
  async analytics(@Query(new DocumentPipe(AnalyticsQueryDto, 'Analytics query')) query: AnalyticsQueryDto) {
    return analyticsView(
      await this.service.analytics({
        from: toBound(query.date_from),
        to: toBound(query.date_to),
        planId: query.plan_id ?? null,
        timeZone: query.timezone ?? DEFAULT_ZONE,
      }),
    );
  }

  @Get('dashboard')
  @RateLimited('dashboard')
  @RequiresPermission('execution.read')
  async dashboard(@Query(new DocumentPipe(DashboardQueryDto, 'Dashboard query')) query: DashboardQueryDto) {
    const { plan_id: planId = null, timezone = DEFAULT_ZONE } = query;
    return dashboardView(await this.service.dashboard({ planId, timeZone: timezone }));
  }
}
