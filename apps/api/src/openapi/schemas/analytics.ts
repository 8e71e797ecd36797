import { PRIORITIES } from '#domain/plan/plan-document.js';
import type { Schemas } from '../model.js';
import { answer, described, flag, list, nullable, oneOf, page, quantity, ref, string, utc, whole } from '../schema.js';

const rate = nullable(quantity(0, 1));
const minutes = nullable(described(quantity(0), 'Minutes; null where nothing was measured.'));
const averages = { success_rate: rate, average_rto: minutes, average_rpo: minutes };
const site = answer({
  status: oneOf(['healthy', 'degraded', 'unhealthy', 'unknown']),
  uptime: nullable(described(quantity(0, 100), 'Percent; null when nothing was probed.')),
  capacity: nullable(quantity(0)),
  utilization: nullable(quantity(0)),
});
const counts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, whole(0)]));

export const ANALYTICS: Schemas = {
  Analytics: answer({
    overview: answer({
      ...counts('total_plans', 'active_plans', 'total_tests', 'successful_tests', 'failed_tests'),
      ...counts('total_failovers', 'successful_failovers', 'failed_failovers'),
      average_rto: minutes,
      average_rpo: minutes,
    }),
    plan_breakdown: list(
      answer({
        plan_id: string(),
        plan_name: string(),
        tests: whole(0),
        ...averages,
        last_test: nullable(utc()),
        objective_rto: whole(0),
        objective_rpo: whole(0),
      }),
    ),
    test_results: list(
      answer({
        test_type: string(),
        count: whole(0),
        ...averages,
        average_duration: nullable(described(quantity(0), 'Minutes.')),
      }),
    ),
    failover_analytics: list(
      answer({
        failover_type: string(),
        count: whole(0),
        ...averages,
        average_duration: nullable(described(quantity(0), 'Seconds.')),
      }),
    ),
    time_series: list(
      answer({
        date: { type: 'string', format: 'date' },
        ...counts('tests_scheduled', 'tests_completed', 'successful_tests', 'failed_tests', 'failovers'),
      }),
    ),
    generated_at: utc(),
  }),
  Dashboard: answer({
    overview: answer({
      ...counts('total_plans', 'active_plans', 'critical_plans', 'high_priority_plans', 'medium_priority_plans'),
      ...counts('low_priority_plans', 'plans_due_for_testing', 'plans_overdue_for_testing'),
    }),
    recent_activities: list(
      answer({
        activity_id: string(),
        type: string(),
        description: string(),
        timestamp: utc(),
        plan_id: string(),
        result: string(),
      }),
    ),
    upcoming_tests: list(
      answer({
        test_id: string(),
        plan_id: string(),
        plan_name: string(),
        scheduled_for: utc(),
        test_type: string(),
        priority: ref('Priority'),
      }),
    ),
    system_health: answer({ primary_site: site, secondary_site: site }),
    alerts: list(ref('Alert')),
    protection: ref('ProtectionOverview'),
    readiness: described(ref('ReadinessSummary'), 'The worst of the live plans.'),
    generated_at: utc(),
  }),
  Alert: answer({
    alert_id: string(),
    type: string(),
    title: string(),
    message: string(),
    severity: oneOf(PRIORITIES),
    created_at: utc(),
    acknowledged: flag(),
    kind: string(),
    plan_id: nullable(string()),
    acknowledged_by: nullable(string()),
    acknowledged_at: nullable(utc()),
    comment: nullable(string()),
    resolved_at: nullable(utc()),
  }),
  AlertPage: page('alerts', ref('Alert')),
};
