import type { LoadBalancer, PlanDocument } from '../../plan/plan-document.js';
import type { Recipe } from '../recipe.js';

/** Sends traffic to the site that takes over, by every load balancer of the plan. */
export const loadBalancerFailover: Recipe = {
  unbound: (plan) =>
    loadBalancers(plan).length > 0
      ? null
      : 'load_balancer_failover needs failover_configuration.traffic.load_balancers',
  prechecks: () => [],
  steps: ({ plan, component, direction, after }) => {
    const balancers = loadBalancers(plan);
    const id = (index: number): string =>
      `${component.component_id}.load_balancer${balancers.length > 1 ? `_${index + 1}` : ''}`;
    return {
      steps: balancers.map((balancer, index) => ({
        id: id(index),
        name: `${component.name}: send traffic to ${balancer.servers[direction.to]}`,
        phase: 'route',
        componentId: component.component_id,
        action: 'haproxy.switch',
        inputs: {
          address: balancer.address,
          backend: balancer.backend,
          activate: balancer.servers[direction.to],
          deactivate: balancer.servers[direction.from],
          ...(balancer.verify_url === undefined ? {} : { verify_url: balancer.verify_url }),
        },
        after,
        idempotent: true,
        undoable: true,
        proves:
          balancer.verify_url === undefined ? ['load_balancer_updated'] : ['load_balancer_updated', 'connectivity'],
      })),
      gates: balancers.map((_, index) => id(index)),
    };
  },
};

function loadBalancers(plan: PlanDocument): readonly LoadBalancer[] {
  return plan.failover_configuration.traffic?.load_balancers ?? [];
}
