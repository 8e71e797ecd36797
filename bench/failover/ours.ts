import { setTimeout as delay } from 'node:timers/promises';
import type { Execution, ExecutionStep } from '../../lab/demo/documents.js';
import type { ServiceApi } from '../../lab/demo/service-api.js';
import { labPlan, labSecrets } from '../../lab/plan.js';
import type { Contender } from './contender.js';

/**
 * The end is read from the service's own record, so nothing is lost by looking late. What looks every 40 ms is felt: nobody
 * asks the other contenders anything while they work.
 */
const LOOK_MS = 400;
const PATIENCE_MS = 60_000;
const OVER = ['completed', 'completed_with_exceptions', 'failed', 'cancelled', 'rolled_back', 'paused'];

/** Where a run's time went, for whoever wants to know. */
export type Witness = (type: string, steps: readonly ExecutionStep[]) => void;

/** The service as everybody runs it, told by its API: from the POST to `completed_at` of the execution. */
export function ours(api: ServiceApi, witness: Witness): Contender {
  let runs = 0;
  return {
    name: 'this service',
    async getReady({ lab, type }) {
      const prefix = `${type}-${(runs += 1)}`;
      for (const secret of labSecrets(lab, prefix)) await api.keepSecret(secret);
      const planId = await api.createPlan(labPlan(lab, prefix));
      await canaryArrived(api, planId);
      return {
        failOver: async () => {
          // The end's clock is the database's, which is this machine's.
          const askedAt = Date.now();
          const id = await api.startFailover(planId, type, 'Benchmark');
          const execution = await untilOver(api, id);
          if (execution.status !== 'completed') throw new Error(`${id} ended ${execution.status}: ${why(execution)}`);
          witness(type, execution.steps);
          return Date.parse(execution.completed_at!) - askedAt;
        },
        close: () => Promise.resolve(),
      };
    },
  };
}

/** As it is in operation: the plan is watched already when something happens. */
async function canaryArrived(api: ServiceApi, planId: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const { components } = await api.lag(planId);
    if (components.some(({ last_canary_at: at }) => at !== null)) return;
    await delay(LOOK_MS);
  }
  throw new Error('no canary was written');
}

async function untilOver(api: ServiceApi, id: string): Promise<Execution> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    await delay(LOOK_MS);
    const execution = await api.execution(id);
    if (OVER.includes(execution.status)) return execution;
  }
  throw new Error(`${id} did not end`);
}

function why({ error, steps }: Execution): string {
  const failed = steps.filter((step) => step.error !== null).map((step) => `${step.step_id}: ${step.error?.message}`);
  return [error?.message, ...failed].filter(Boolean).join('; ');
}
