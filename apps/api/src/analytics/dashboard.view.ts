import type { DashboardRecord, ProtectionOverview } from '#persistence/dashboard/dashboard-records.js';
import { alertView } from '../alerts/alert.view.js';
import { protectionSummaryView } from '../protection/protection.view.js';
import { readinessSummaryView } from '../readiness/readiness.view.js';
import { instant } from '../instant.js';

/** SPEC.md's dashboard; what is not known is null or `unknown`. */
export function dashboardView(dashboard: DashboardRecord) {
  return {
    overview: dashboard.overview,
    recent_activities: dashboard.activities.map((activity) => ({
      activity_id: activity.activity_id,
      type: activity.type,
      description: activity.description,
      timestamp: instant(activity.timestamp),
      plan_id: activity.plan_id,
      result: activity.result,
    })),
    upcoming_tests: dashboard.upcomingTests.map((test) => ({
      test_id: test.test_id,
      plan_id: test.plan_id,
      plan_name: test.plan_name,
      scheduled_for: instant(test.scheduled_for),
      test_type: test.test_type,
      priority: test.priority,
    })),
    system_health: { primary_site: dashboard.health.primary, secondary_site: dashboard.health.secondary },
    alerts: dashboard.alerts.map(alertView),
    protection: protectionOverviewView(dashboard.protection),
    readiness: readinessSummaryView(dashboard.readiness),
    generated_at: instant(dashboard.generatedAt),
  };
}

function protectionOverviewView({ state, activeSites, plans, notProtected }: ProtectionOverview) {
  return {
    state,
    active_sites: activeSites,
    plans,
    not_protected: notProtected.map(({ planId, planName, activeSite, summary }) => ({
      plan_id: planId,
      plan_name: planName,
      active_site: activeSite,
      ...protectionSummaryView(summary),
    })),
  };
}
