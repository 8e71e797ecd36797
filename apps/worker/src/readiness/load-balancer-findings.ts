import { inspectBalancer } from '#actions/haproxy/inspect.js';
import type { LoadBalancer, PlanDocument } from '#domain/plan/plan-document.js';
import { finding, type Finding } from '#domain/readiness/finding.js';
import { withinLimit } from '#outbound/within-limit.js';
import { LOOK_MS, whyNot } from './look.js';

/** Whether traffic could be moved by every load balancer of the plan. */
export async function loadBalancerFindings(plan: PlanDocument, signal: AbortSignal): Promise<readonly Finding[]> {
  const balancers = plan.failover_configuration.traffic?.load_balancers ?? [];
  return (await Promise.all(balancers.map((balancer, index) => look(balancer, index, signal)))).flat();
}

async function look(balancer: LoadBalancer, index: number, signal: AbortSignal): Promise<readonly Finding[]> {
  const { address, backend, servers } = balancer;
  const about = (code: string, message: string): Finding =>
    finding({ code, severity: 'error', subject: `load_balancer_${index + 1}`, message });
  return withinLimit(LOOK_MS, signal, async (limit) => {
    try {
      const state = await inspectBalancer(address, backend, limit);
      const unknown = Object.values(servers).filter((server) => !state.servers.has(server));
      return [
        ...unknown.map((server) =>
          about(
            'load_balancer_server_unknown',
            `Backend ${backend} of ${address} has no server ${server}: correct the plan or haproxy.cfg`,
          ),
        ),
        // An older HAProxy does not know the question; then only a switch would tell.
        ...(state.level === 'user' || state.level === 'operator'
          ? [
              about(
                'load_balancer_not_admin',
                `${address} lets us only be ${state.level}: give its stats socket "level admin" in haproxy.cfg`,
              ),
            ]
          : []),
      ];
    } catch (error) {
      const why = limit.aborted && !signal.aborted ? 'there was no answer in time' : whyNot(error, signal);
      return [
        about('load_balancer_unusable', `The state of ${backend} can not be read (${why}): look at its stats socket`),
      ];
    }
  });
}
