import type { Body } from '#api-client/body.js';
import { createDrClient, type DrClient } from '#api-client/client.js';
import { DrApiError } from '#api-client/errors.js';
import { succeeded } from '#api-client/succeeded.js';
import { DATABASE_COMPONENT, GATEWAY_COMPONENT, type Secret } from '../plan.js';
import type { Execution, FailoverStatus, FailoverType, PlanLag } from './documents.js';

export const DEMO_ADMIN = 'admin_123456789';

const REQUEST_TIMEOUT_MS = 30_000;

/** The service understood and refused: asking again would get the same answer. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DrApiError && error.status < 500;
}

/** The demo's way into the service: the same HTTP API that everybody has. */
export class ServiceApi {
  private readonly client: DrClient;

  constructor(
    readonly address: string,
    readonly token: string,
    signal: AbortSignal,
  ) {
    this.client = createDrClient({ baseUrl: address, token, timeoutMs: REQUEST_TIMEOUT_MS, signal });
  }

  async keepSecret({ name, value }: Secret): Promise<void> {
    const params = { path: { name } };
    await succeeded(this.client.PUT('/disaster-recovery/secrets/{name}', { params, body: { value } }));
  }

  async createPlan(plan: Body<'PlanRequest'>): Promise<string> {
    const body = { ...plan, created_by: DEMO_ADMIN };
    return (await succeeded(this.client.POST('/disaster-recovery/plans', { body }))).plan_id;
  }

  async startFailover(planId: string, type: FailoverType, reason: string): Promise<string> {
    const started = await succeeded(
      this.client.POST('/disaster-recovery/plans/{plan_id}/failover', {
        params: { path: { plan_id: planId } },
        body: {
          failover_type: type,
          reason,
          components: [DATABASE_COMPONENT, GATEWAY_COMPONENT],
          failover_options: {
            verify_before_failover: true,
            verify_after_failover: true,
            notify_stakeholders: false,
            // Means nothing to a plan without DNS.
            update_dns: true,
            update_load_balancer: true,
          },
          execution_options: { priority: 'high', timeout: 120, retry_attempts: 3, parallel_execution: true },
          initiated_by: DEMO_ADMIN,
        },
      }),
    );
    return started.failover_id;
  }

  execution(id: string): Promise<Execution> {
    const params = { path: { execution_id: id } };
    return succeeded(this.client.GET('/disaster-recovery/executions/{execution_id}', { params }));
  }

  failover(id: string): Promise<FailoverStatus> {
    const params = { path: { failover_id: id } };
    return succeeded(this.client.GET('/disaster-recovery/failovers/{failover_id}/status', { params }));
  }

  lag(planId: string): Promise<PlanLag> {
    const params = { path: { plan_id: planId } };
    return succeeded(this.client.GET('/disaster-recovery/plans/{plan_id}/lag', { params }));
  }
}
