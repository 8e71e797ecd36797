import type { AnalyticsRecord, GroupTotals } from '#persistence/analytics/analytics-records.js';
import { instant, instantOrNull } from '../instant.js';

/** SPEC.md's analytics. Averages and rates are null where nothing was measured; objectives stand beside what was achieved. */
export function analyticsView({ totalPlans, activePlans, groups, plans, days, generatedAt }: AnalyticsRecord) {
  const total = (kind: GroupTotals['kind']) => groups.find((group) => group.kind === kind && group.type === null);
  const byType = (kind: GroupTotals['kind']) => groups.filter((group) => group.kind === kind && group.type !== null);
  const tests = total('test');
  const failovers = total('failover');
  const all = total(null);
  return {
    overview: {
      total_plans: totalPlans,
      active_plans: activePlans,
      total_tests: tests?.total ?? 0,
      successful_tests: tests?.successful ?? 0,
      failed_tests: tests?.failed ?? 0,
      total_failovers: failovers?.total ?? 0,
      successful_failovers: failovers?.successful ?? 0,
      failed_failovers: failovers?.failed ?? 0,
      average_rto: all?.average_rto ?? null,
      average_rpo: all?.average_rpo ?? null,
    },
    plan_breakdown: plans.map((plan) => ({
      plan_id: plan.plan_id,
      plan_name: plan.plan_name,
      tests: plan.tests,
      success_rate: plan.success_rate,
      average_rto: plan.average_rto,
      average_rpo: plan.average_rpo,
      last_test: instantOrNull(plan.last_test),
      objective_rto: plan.objective_rto,
      objective_rpo: plan.objective_rpo,
    })),
    test_results: byType('test').map((group) => ({ test_type: group.type, ...measuresView(group, MINUTE_MS) })),
    failover_analytics: byType('failover').map((group) => ({
      failover_type: group.type,
      ...measuresView(group, SECOND_MS),
    })),
    time_series: days,
    generated_at: instant(generatedAt),
  };
}

/** A test's duration is in minutes, a failover's in seconds, everywhere in the contract. */
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

function measuresView(group: GroupTotals, durationUnitMs: number) {
  return {
    count: group.total,
    success_rate: group.success_rate,
    average_duration: group.average_duration_ms === null ? null : group.average_duration_ms / durationUnitMs,
    average_rto: group.average_rto,
    average_rpo: group.average_rpo,
  };
}
