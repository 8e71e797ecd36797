import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { IS_OVERDUE } from '../alerts/alert-conditions.js';
import { OPEN_ALERTS, type AlertRecord } from '../alerts/alert-repository.js';
import { isUnknownZone } from '../analytics/analytics-scope.js';
import { PlanNotFoundError, UnknownTimeZoneError } from '../errors.js';
import type {
  ActivityRecord,
  DashboardFilter,
  DashboardRecord,
  PlanCounts,
  SiteHealth,
  UpcomingTest,
} from './dashboard-records.js';
import { RECENT_ACTIVITIES } from './recent-activities.js';
import { SITE_HEALTH } from './site-health.js';

/** Tests on this many days after today are due. */
const DUE_DAYS = 7;
const UPCOMING = 20;

const SCOPE = /* sql */ `
  SELECT now() AS now, (SELECT id FROM disaster_recovery_plans WHERE plan_id = $1) AS plan_row_id,
    ((now() AT TIME ZONE $2)::date + ${DUE_DAYS + 1})::timestamp AT TIME ZONE $2 AS due_before
`;

const count = (where: string) => `(count(*) FILTER (WHERE ${where}))::integer`;

const PLANS = /* sql */ `
  SELECT count(*)::integer AS total_plans, ${count(`status = 'active'`)} AS active_plans,
    ${count(`priority = 'critical'`)} AS critical_plans, ${count(`priority = 'high'`)} AS high_priority_plans,
    ${count(`priority = 'medium'`)} AS medium_priority_plans, ${count(`priority = 'low'`)} AS low_priority_plans,
    ${count(`status = 'active' AND next_test >= now() AND next_test < $2`)} AS plans_due_for_testing,
    ${count(IS_OVERDUE)} AS plans_overdue_for_testing
  FROM disaster_recovery_plans AS plan WHERE $1::uuid IS NULL OR id = $1
`;

const UPCOMING_TESTS = /* sql */ `
  SELECT test.test_id, plan.plan_id, plan.plan_name, coalesce(test.scheduled_for, test.created_at) AS scheduled_for,
    test.test_type, plan.priority
  FROM dr_test_results AS test JOIN disaster_recovery_plans AS plan ON plan.id = test.plan_id
  WHERE test.status IN ('scheduled', 'running') AND test.status = 'scheduled' AND ($1::uuid IS NULL OR test.plan_id = $1)
  ORDER BY 4, test.test_id LIMIT ${UPCOMING}
`;

@Injectable()
export class DashboardRepository {
  constructor(private readonly source: DataSource) {}

  /** Everything as of one moment. @throws UnknownTimeZoneError, PlanNotFoundError */
  async read(filter: DashboardFilter): Promise<DashboardRecord> {
    return this.source.transaction('REPEATABLE READ', async (manager) => {
      const { now, plan_row_id: plan, due_before: dueBefore } = await readScope(manager, filter);
      const [overview] = await manager.query<PlanCounts[]>(PLANS, [plan, dueBefore]);
      const sites = await manager.query<(SiteHealth & { readonly name: string })[]>(SITE_HEALTH, [plan]);
      const health = (name: string): SiteHealth => {
        const { status, uptime, capacity, utilization } = sites.find((site) => site.name === name)!;
        return { status, uptime, capacity, utilization };
      };
      return {
        overview: overview!,
        activities: await manager.query<ActivityRecord[]>(RECENT_ACTIVITIES, [plan]),
        upcomingTests: await manager.query<UpcomingTest[]>(UPCOMING_TESTS, [plan]),
        health: { primary: health('primary'), secondary: health('secondary') },
        alerts: await manager.query<AlertRecord[]>(OPEN_ALERTS, [plan]),
        generatedAt: now,
      };
    });
  }
}

interface ScopeRow {
  readonly now: Date;
  readonly plan_row_id: string | null;
  readonly due_before: Date;
}

async function readScope(manager: EntityManager, { planId, timeZone }: DashboardFilter): Promise<ScopeRow> {
  try {
    const rows = await manager.query<ScopeRow[]>(SCOPE, [planId, timeZone]);
    if (planId !== null && rows[0]!.plan_row_id === null) throw new PlanNotFoundError(planId);
    return rows[0]!;
  } catch (error) {
    if (isUnknownZone(error)) throw new UnknownTimeZoneError(timeZone);
    throw error;
  }
}
