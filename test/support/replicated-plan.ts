import type { Body } from '#api-client/body.js';
import type { Site } from '#domain/plan/plan-document.js';
import type { ReplicatedPair } from '../../lab/site/replicated-pair.js';

const site = (name: string) => ({ name, location: name, status: 'active', capacity: 100, utilization: 10 });

/** A plan of one database that stands at both sites. */
export function replicatedPlan(
  pair: ReplicatedPair,
  secretOf: (site: Site) => string,
  { synchronous }: { readonly synchronous: boolean },
): Body<'PlanRequest'> {
  return {
    plan_name: 'There and back',
    description: '',
    scope: 'database',
    priority: 'critical',
    rto: 5,
    rpo: 1,
    recovery_tier: 'tier_1',
    components: [
      {
        component_id: 'comp_db',
        name: 'Orders',
        type: 'database',
        priority: 'critical',
        rto: 5,
        rpo: 1,
        dependencies: [],
        recovery_procedures: ['database_failover', 'data_synchronization'],
        targets: pair.targets(secretOf),
      },
    ],
    failover_configuration: {
      primary_site: site('toronto'),
      secondary_site: site('vancouver'),
      failover_triggers: ['manual_trigger'],
      failover_automation: false,
      failover_timeout: 600,
      synchronous,
    },
    recovery_procedures: [],
    testing_schedule: null,
    notifications: null,
  };
}
