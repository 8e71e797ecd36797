import type { AutomationState } from '#persistence/triggers/automation-state.js';
import { instantOrNull } from '../instant.js';
import type { AutomationOfPlan } from './automation.service.js';

export function automationView({ enabled, changedAt, changedBy, comment }: AutomationState) {
  return { enabled, changed_at: instantOrNull(changedAt), changed_by: changedBy, comment };
}

/** `automatic`: whether a trigger could start a failover now, as far as switches and cool-down say. */
export function planAutomationView({ record, plan, global, cooldownUntil }: AutomationOfPlan) {
  const { failover_automation } = record.document.failover_configuration;
  const usable = failover_automation && record.mode === 'live' && record.status === 'active';
  return {
    plan_id: record.planId,
    ...automationView(plan),
    failover_automation,
    globally_enabled: global.enabled,
    cooldown_until: instantOrNull(cooldownUntil),
    automatic: usable && plan.enabled && global.enabled && cooldownUntil === null,
  };
}
