import type { PlanDocument } from '#domain/plan/plan-document.js';

/** What an execution has to belong to; what the executions of the matrix do is in their runbooks. */
export function planDocument(): PlanDocument {
  const site = { location: 'loopback', status: 'active', capacity: 100, utilization: 50 };
  return {
    plan_name: 'Crash matrix',
    description: 'Its executions are killed',
    scope: 'data_center',
    priority: 'critical',
    rto: 5,
    rpo: 1,
    recovery_tier: 'tier_1',
    components: [],
    failover_configuration: {
      primary_site: { name: 'One', ...site },
      secondary_site: { name: 'Two', ...site },
      failover_triggers: [],
      failover_automation: false,
      failover_timeout: 600,
    },
    recovery_procedures: [],
    testing_schedule: null,
    notifications: null,
  };
}
