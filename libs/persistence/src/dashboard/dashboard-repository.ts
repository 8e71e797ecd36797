import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IS_OVERDUE } from '../alerts/alert-conditions.js';
import { openAlerts, type AlertRecord } from '../alerts/alert-repository.js';
import { isUnknownZone } from '../analytics/analytics-scope.js';
import { readConsistently, type Ask } from '../consistent-read.js';
import { PlanNotFoundError, UnknownTimeZoneError } from '../errors.js';
import type {
  ActivityRecord,
  DashboardFilter,
  DashboardRecord,
  PlanCounts,
  SiteHealth,
  UpcomingTest,
} from './dashboard-records.js';
import { SharedReads } from '../shared-reads.js';
import { ofPlans, type Which } from '../of-plans.js';
import { liveSummaries, worstOf, type SummaryRow } from '../readiness/readiness-summaries.js';
import { protectionOverview } from './protection-overview.js';
import { recentActivities } from './recent-activities.js';
import { siteHealth } from './site-health.js';

/** Tests on this many days after today are due. */
const DUE_DAYS = 7;
const UPCOMING = 20;

const SCOPE = /* sql */ `
  SELECT now() AS now, (SELECT id FROM disaster_recovery_plans WHERE plan_id = $1) AS plan_row_id,
    ((now() AT TIME ZONE $2)::date + ${DUE_DAYS + 1})::timestamp AT TIME ZONE $2 AS due_before
`;

const count = (where: string) => `(count(*) FILTER (WHERE ${where}))::integer`;

const plansOf = (which: Which) => /* sql */ `
  SELECT count(*)::integer AS total_plans, ${count(`status = 'active'`)} AS active_plans,
    ${count(`priority = 'critical'`)} AS critical_plans, ${count(`priority = 'high'`)} AS high_priority_plans,
    ${count(`priority = 'medium'`)} AS medium_priority_plans, ${count(`priority = 'low'`)} AS low_priority_plans,
    ${count(`status = 'active' AND next_test >= now() AND next_test < $2`)} AS plans_due_for_testing,
    ${count(IS_OVERDUE)} AS plans_overdue_for_testing
  FROM disaster_recovery_plans AS plan WHERE ${ofPlans(which, 'id')}
`;

const upcomingTests = (which: Which) => /* sql */ `
  SELECT test.test_id, plan.plan_id, plan.plan_name, coalesce(test.scheduled_for, test.created_at) AS scheduled_for,
    test.test_type, plan.priority
  FROM dr_test_results AS test JOIN disaster_recovery_plans AS plan ON plan.id = test.plan_id
  WHERE test.status IN ('scheduled', 'running') AND test.status = 'scheduled' AND ${ofPlans(which, 'test.plan_id')}
  ORDER BY 4, test.test_id LIMIT ${UPCOMING}
`;

@Injectable()
export class DashboardRepository {
  private readonly reads = new SharedReads<DashboardRecord>();

  constructor(private readonly source: DataSource) {}

  /** Everything as of one moment. @throws UnknownTimeZoneError, PlanNotFoundError */
  async read(filter: DashboardFilter): Promise<DashboardRecord> {
    return this.reads.read(JSON.stringify(filter), () => readConsistently(this.source, (ask) => readAll(ask, filter)));
  }
}

async function readAll(ask: Ask, filter: DashboardFilter): Promise<DashboardRecord> {
  const { now, plan_row_id: plan, due_before: dueBefore } = await readScope(ask, filter);
  const which = plan === null ? 'all' : 'one';
  const of = (what: string) => `dashboard_${what}_of_${which}`;
  const [overview] = await ask<PlanCounts>({ name: of('plans'), text: plansOf(which), values: [plan, dueBefore] });
  const sites = await ask<NamedSite>({ name: of('sites'), text: siteHealth(which), values: [plan] });
  const health = (name: string): SiteHealth => {
    const { status, uptime, capacity, utilization } = sites.find((site) => site.name === name)!;
    return { status, uptime, capacity, utilization };
  };
  return {
    overview: overview!,
    activities: await ask<ActivityRecord>({ name: of('activities'), text: recentActivities(which), values: [plan] }),
    upcomingTests: await ask<UpcomingTest>({ name: of('tests'), text: upcomingTests(which), values: [plan] }),
    health: { primary: health('primary'), secondary: health('secondary') },
    alerts: await ask<AlertRecord>({ name: of('alerts'), text: openAlerts(which), values: [plan] }),
    protection: await protectionOverview(ask, which, plan),
    readiness: worstOf(await ask<SummaryRow>({ name: of('readiness'), text: liveSummaries(which), values: [plan] })),
    generatedAt: now,
  };
}

interface NamedSite extends SiteHealth {
  readonly name: string;
}

interface ScopeRow {
  readonly now: Date;
  readonly plan_row_id: string | null;
  readonly due_before: Date;
}

async function readScope(ask: Ask, { planId, timeZone }: DashboardFilter): Promise<ScopeRow> {
  try {
    const rows = await ask<ScopeRow>({ name: 'dashboard_scope', text: SCOPE, values: [planId, timeZone] });
    if (planId !== null && rows[0]!.plan_row_id === null) throw new PlanNotFoundError(planId);
    return rows[0]!;
  } catch (error) {
    if (isUnknownZone(error)) throw new UnknownTimeZoneError(timeZone);
    throw error;
  }
}
