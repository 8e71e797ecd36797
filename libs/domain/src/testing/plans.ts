import type { Component, PlanDocument, ProcedureDefinition } from '../plan/plan-document.js';
import type { FailoverRequest, PinnedPlan } from '../runbook/compile-failover.js';

export function component(component_id: string, rest: Partial<Component> = {}): Component {
  return {
    component_id,
    name: component_id,
    type: 'database',
    priority: 'critical',
    rto: 3,
    rpo: 1,
    dependencies: [],
    recovery_procedures: [],
    ...rest,
  };
}

export function procedure(procedure_id: string, rest: Partial<ProcedureDefinition> = {}): ProcedureDefinition {
  return {
    procedure_id,
    name: procedure_id,
    description: '',
    steps: [`Do ${procedure_id}`],
    estimated_duration: 1,
    dependencies: [],
    automation_level: 'semi_automated',
    ...rest,
  };
}

export function planDocument(rest: Partial<PlanDocument> = {}): PlanDocument {
  const site = { location: 'somewhere', status: 'active', capacity: 100, utilization: 50 };
  return {
    plan_name: 'Shop',
    description: '',
    scope: 'data_center',
    priority: 'critical',
    rto: 5,
    rpo: 1,
    recovery_tier: 'tier_1',
    components: [component('comp_a')],
    failover_configuration: {
      primary_site: { name: 'Toronto', ...site },
      secondary_site: { name: 'Vancouver', ...site },
      failover_triggers: [],
      failover_automation: false,
      failover_timeout: 120,
    },
    recovery_procedures: [],
    testing_schedule: null,
    notifications: null,
    ...rest,
  };
}

/** A database with a standby, and a gateway in front of it that a load balancer sends traffic to. */
export function shop(): PlanDocument {
  const base = planDocument();
  return {
    ...base,
    components: [
      component('comp_gateway', {
        dependencies: ['comp_db'],
        recovery_procedures: ['load_balancer_failover', 'health_check_verification'],
        targets: {
          primary: { driver: 'http', url: 'http://toronto.example/health' },
          secondary: { driver: 'http', url: 'http://vancouver.example/health' },
        },
      }),
      component('comp_db', {
        recovery_procedures: ['database_failover', 'data_synchronization'],
        targets: {
          primary: { driver: 'postgres', url: 'secret://pg-toronto' },
          secondary: { driver: 'postgres', url: 'secret://pg-vancouver' },
        },
      }),
    ],
    failover_configuration: {
      ...base.failover_configuration,
      traffic: {
        load_balancers: [
          {
            driver: 'haproxy',
            address: 'tcp://127.0.0.1:9999',
            backend: 'app',
            servers: { primary: 'toronto', secondary: 'vancouver' },
          },
        ],
      },
    },
  };
}

export function pinned(document: PlanDocument, rest: Partial<PinnedPlan> = {}): PinnedPlan {
  return { planId: 'plan_1', version: 3, document, activeSite: 'primary', mode: 'live', ...rest };
}

export function failoverRequest(rest: Partial<FailoverRequest> = {}): FailoverRequest {
  return {
    failoverType: 'planned',
    componentIds: null,
    verifyBefore: true,
    verifyAfter: true,
    updateDns: true,
    updateLoadBalancer: true,
    retryAttempts: 2,
    parallel: false,
    timeoutMs: 60_000,
    outageStartedAt: null,
    ...rest,
  };
}
