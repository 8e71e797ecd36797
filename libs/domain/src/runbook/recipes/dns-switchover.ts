import type { JsonObject } from '../../json.js';
import type { DnsRecord, PlanDocument } from '../../plan/plan-document.js';
import type { Recipe } from '../recipe.js';
import type { Direction, StepPolicy } from '../runbook.js';
import type { StepDraft } from '../step-list.js';

/** Milliseconds that an update and its proof take when every cache is fresh. */
const UPDATE_MS = 30_000;
/** Milliseconds. */
const CHECK_TIME_MS = 10_000;
const PASSED_OVER: Partial<StepPolicy> = { timeoutMs: CHECK_TIME_MS, onFailure: 'continue' };

/** Points names to the site that takes over, and waits until those who look them up see it. */
export const dnsSwitchover: Recipe = {
  unbound: (plan) => (dnsRecords(plan).length > 0 ? null : 'dns_switchover needs failover_configuration.traffic.dns'),

  prechecks: ({ plan, component, failoverType, after }) =>
    dnsRecords(plan).map((record, index) => ({
      id: stepId(plan, component.component_id, 'check_dns', index),
      name: `${component.name}: ${record.name} can be moved`,
      phase: 'precheck',
      componentId: component.component_id,
      action: 'dns.check',
      inputs: { ...inputsOf(record), known_values: [...new Set(Object.values(record.values))] },
      after,
      idempotent: true,
      // With the site gone, its name server may be gone as well: the update itself will tell.
      policy: failoverType === 'planned' ? { timeoutMs: CHECK_TIME_MS, onFailure: 'rollback' } : PASSED_OVER,
      ...(failoverType === 'planned' ? { whenUngraceful: { policy: PASSED_OVER } } : {}),
    })),

  steps: ({ plan, component, direction, after }) => {
    const records = dnsRecords(plan);
    const steps = records.map((record, index): StepDraft => ({
      id: stepId(plan, component.component_id, 'dns', index),
      name: `${component.name}: point ${record.name} to ${record.values[direction.to]}`,
      phase: 'route',
      componentId: component.component_id,
      action: 'dns.update',
      inputs: dnsUpdateInputs(record, direction),
      after,
      idempotent: true,
      undoable: true,
      proves: ['dns_updated'],
      policy: { timeoutMs: UPDATE_MS + 2 * record.ttl * 1000 },
    }));
    return { steps, gates: steps.map((step) => step.id) };
  },
};

/** What moves a record in a direction. */
export function dnsUpdateInputs(record: DnsRecord, direction: Direction): JsonObject {
  return {
    ...inputsOf(record),
    value: record.values[direction.to],
    undo_value: record.values[direction.from],
    ttl: record.ttl,
    resolvers: record.resolvers ?? [],
    wait_ttl: record.wait_ttl ?? false,
  };
}

function inputsOf({ server, zone, name, type, tsig }: DnsRecord): JsonObject {
  return { server, zone, name, type, ...(tsig === undefined ? {} : { tsig }) };
}

function stepId(plan: PlanDocument, componentId: string, what: string, index: number): string {
  return `${componentId}.${what}${dnsRecords(plan).length > 1 ? `_${index + 1}` : ''}`;
}

function dnsRecords(plan: PlanDocument): readonly DnsRecord[] {
  return plan.failover_configuration.traffic?.dns ?? [];
}
