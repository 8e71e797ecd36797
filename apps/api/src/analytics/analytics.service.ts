import { Injectable } from '@nestjs/common';
import type { AnalyticsFilter, AnalyticsRecord } from '#persistence/analytics/analytics-records.js';
import { AnalyticsRepository } from '#persistence/analytics/analytics-repository.js';
import { MAX_SERIES_DAYS } from '#persistence/analytics/analytics-scope.js';
import type { DashboardFilter, DashboardRecord } from '#persistence/dashboard/dashboard-records.js';
import { DashboardRepository } from '#persistence/dashboard/dashboard-repository.js';
import { AnalyticsRangeError, UnknownTimeZoneError } from '#persistence/errors.js';
import { ValidationFailedError } from '../validation/errors.js';
import { TIME_ZONE_RULE } from './analytics-query.dto.js';

const RANGE_RULES: Readonly<Record<AnalyticsRangeError['fault'], { readonly field: string; readonly must: string }>> = {
  reversed: { field: 'date_from', must: 'must not be after date_to' },
  'too long': {
    field: 'date_from',
    must: `must be at most ${MAX_SERIES_DAYS} days before date_to, which is now by default`,
  },
};

@Injectable()
export class AnalyticsService {
  constructor(
    private readonly analyticsOf: AnalyticsRepository,
    private readonly dashboardOf: DashboardRepository,
  ) {}

  /** @throws ValidationFailedError, PlanNotFoundError */
  async analytics(filter: AnalyticsFilter): Promise<AnalyticsRecord> {
    return this.analyticsOf.read(filter).catch((error: unknown) => {
      throw explained('Analytics query', error);
    });
  }

  /** @throws ValidationFailedError, PlanNotFoundError */
  async dashboard(filter: DashboardFilter): Promise<DashboardRecord> {
    return this.dashboardOf.read(filter).catch((error: unknown) => {
      throw explained('Dashboard query', error);
    });
  }
}

/** What only the database could tell about a query, in the form of everything else that is wrong with one. */
function explained(query: string, error: unknown): unknown {
  if (error instanceof UnknownTimeZoneError) {
    return new ValidationFailedError(query, [{ kind: 'invalid', field: 'timezone', must: TIME_ZONE_RULE }]);
  }
  if (error instanceof AnalyticsRangeError) {
    return new ValidationFailedError(query, [{ kind: 'invalid', ...RANGE_RULES[error.fault] }]);
  }
  return error;
}
