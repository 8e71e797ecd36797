import type { PlanDocument } from '#domain/plan/plan-document.js';
import { DATABASE_COMPONENT, GATEWAY_COMPONENT, type Secret } from '../plan.js';
import type { Execution, FailoverStatus, FailoverType, PlanLag } from './documents.js';

export const DEMO_ADMIN = 'admin_123456789';

const REQUEST_TIMEOUT_MS = 10_000;

export class ServiceError extends Error {
  constructor(
    readonly status: number,
    request: string,
    body: string,
  ) {
    super(`${request} answered ${status}: ${body}`);
    this.name = 'ServiceError';
  }
}

/** The service understood and refused: asking again would get the same answer. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ServiceError && error.status < 500;
}

/** The demo's way into the service: the same HTTP API that everybody has. */
export class ServiceApi {
  constructor(
    readonly address: string,
    readonly token: string,
    private readonly signal: AbortSignal,
  ) {}

  async keepSecret({ name, value }: Secret): Promise<void> {
    await this.call('PUT', `/disaster-recovery/secrets/${name}`, { value });
  }

  async createPlan(plan: PlanDocument): Promise<string> {
    const created = await this.json<{ plan_id: string }>('POST', '/disaster-recovery/plans', {
      ...plan,
      created_by: DEMO_ADMIN,
    });
    return created.plan_id;
  }

  async startFailover(planId: string, type: FailoverType, reason: string): Promise<string> {
    const started = await this.json<{ failover_id: string }>('POST', `/disaster-recovery/plans/${planId}/failover`, {
      failover_type: type,
      reason,
      components: [DATABASE_COMPONENT, GATEWAY_COMPONENT],
      failover_options: {
        verify_before_failover: true,
        verify_after_failover: true,
        notify_stakeholders: false,
        update_dns: false,
        update_load_balancer: true,
      },
      execution_options: { priority: 'high', timeout: 120, retry_attempts: 3, parallel_execution: true },
      initiated_by: DEMO_ADMIN,
    });
    return started.failover_id;
  }

  execution(id: string): Promise<Execution> {
    return this.json('GET', `/disaster-recovery/executions/${id}`);
  }

  failover(id: string): Promise<FailoverStatus> {
    return this.json('GET', `/disaster-recovery/failovers/${id}/status`);
  }

  lag(planId: string): Promise<PlanLag> {
    return this.json('GET', `/disaster-recovery/plans/${planId}/lag`);
  }

  private async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return JSON.parse(await this.call(method, path, body)) as T;
  }

  private async call(method: string, path: string, body?: unknown): Promise<string> {
    const answer = await fetch(`${this.address}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    const text = await answer.text();
    if (!answer.ok) throw new ServiceError(answer.status, `${method} ${path}`, text);
    return text;
  }
}
