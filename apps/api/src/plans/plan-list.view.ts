import { NOTHING_TO_PROTECT, type ProtectionSummary } from '#domain/protection/protection-summary.js';
import type { PlanSummary } from '#persistence/records.js';
import type { PlanPage } from '#persistence/repositories/plan-list-repository.js';
import { instant, instantOrNull } from '../instant.js';
import { protectionSummaryView } from '../protection/protection.view.js';
import { writeCursor } from './cursor.js';

export function planPageView(
  { items, next }: PlanPage,
  protections: ReadonlyMap<string, ProtectionSummary>,
  list: string,
  total: number | null,
) {
  return {
    items: items.map((plan) => planSummaryView(plan, protections.get(plan.planId) ?? NOTHING_TO_PROTECT)),
    next_cursor: next && writeCursor(list, [next.key, next.id]),
    ...(total === null ? {} : { total }),
  };
}

function planSummaryView(plan: PlanSummary, protection: ProtectionSummary) {
  return {
    plan_id: plan.planId,
    plan_name: plan.name,
    description: plan.description,
    scope: plan.scope,
    priority: plan.priority,
    rto: plan.rto,
    rpo: plan.rpo,
    recovery_tier: plan.recoveryTier,
    component_count: plan.components,
    procedure_count: plan.procedures,
    status: plan.status,
    created_at: instant(plan.createdAt),
    created_by: plan.createdBy,
    last_tested: instantOrNull(plan.lastTested),
    next_test: instantOrNull(plan.nextTest),
    version: plan.version,
    execution_mode: plan.mode,
    active_site: plan.activeSite,
    protection: protectionSummaryView(protection),
  };
}
