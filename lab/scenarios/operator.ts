import type { Body } from '#api-client/body.js';
import type { DrClient } from '#api-client/client.js';
import { succeeded } from '#api-client/succeeded.js';
import type { Execution, FailoverType } from '../demo/documents.js';
import type { Lab } from '../lab.js';
import { labPlan, labSecrets } from '../plan.js';
import { waitUntil } from '../process/wait-until.js';

/** What a scenario puts in the way between the service and the laboratory. */
export interface Detours {
  /** Instead of the primary's own port. */
  readonly primaryPort?: number;
  /** Instead of HAProxy's own port. */
  readonly haproxyPort?: number;
  /** Instead of the key that the name server takes. */
  readonly tsigKey?: string;
}

export interface FailoverWishes {
  readonly retryAttempts?: number;
}

const OVER = ['completed', 'completed_with_exceptions', 'failed', 'cancelled', 'rolled_back'];
const DEADLINE_MS = 120_000;

/** A person at the service's API, who protects a laboratory and fails it over. */
export class Operator {
  private planId = '';
  private executionId = '';

  constructor(private readonly api: DrClient) {}

  async protect(lab: Lab, prefix: string, detours: Detours = {}): Promise<void> {
    for (const { name, value } of labSecrets(lab, prefix)) {
      const params = { path: { name } };
      const body = { value: detoured(lab, value, detours) };
      await succeeded(this.api.PUT('/disaster-recovery/secrets/{name}', { params, body }));
    }
    const body = planOf(lab, prefix, detours);
    this.planId = (await succeeded(this.api.POST('/disaster-recovery/plans', { body }))).plan_id;
  }

  async startFailover(type: FailoverType, { retryAttempts = 1 }: FailoverWishes = {}): Promise<void> {
    const started = await succeeded(
      this.api.POST('/disaster-recovery/plans/{plan_id}/failover', {
        params: { path: { plan_id: this.planId } },
        body: {
          failover_type: type,
          reason: 'Scenario',
          // Whether readiness has seen what goes wrong here before the failover begins does not matter.
          ...(type === 'planned' && { override_readiness: { comment: 'A scenario' } }),
          failover_options: { update_dns: true, update_load_balancer: true },
          execution_options: { timeout: 120, retry_attempts: retryAttempts, parallel_execution: true },
        },
      }),
    );
    this.executionId = started.failover_id;
  }

  async execution(): Promise<Execution> {
    const params = { path: { execution_id: this.executionId } };
    return succeeded(this.api.GET('/disaster-recovery/executions/{execution_id}', { params }));
  }

  /** Resolves with the execution once it has ended or waits for a person. */
  untilStill(): Promise<Execution> {
    return this.until([...OVER, 'paused'], 'the failover stands still');
  }

  /** After somebody has helped a paused one on. */
  untilOver(): Promise<Execution> {
    return this.until(OVER, 'the failover is over');
  }

  async retry(stepId: string, comment: string): Promise<void> {
    const params = { path: { execution_id: this.executionId, step_id: stepId } };
    const path = '/disaster-recovery/executions/{execution_id}/steps/{step_id}/retry';
    await succeeded(this.api.POST(path, { params, body: { comment } }));
  }

  async skip(stepId: string, comment: string): Promise<void> {
    const params = { path: { execution_id: this.executionId, step_id: stepId } };
    const path = '/disaster-recovery/executions/{execution_id}/steps/{step_id}/skip';
    await succeeded(this.api.POST(path, { params, body: { comment } }));
  }

  /** So that nothing goes on asking for a laboratory that is gone. */
  async retirePlan(): Promise<void> {
    if (this.planId === '') return;
    const params = { path: { plan_id: this.planId } };
    await succeeded(this.api.DELETE('/disaster-recovery/plans/{plan_id}', { params }));
  }

  private until(statuses: readonly string[], what: string): Promise<Execution> {
    return waitUntil(
      async () => {
        const execution = await this.execution();
        return statuses.includes(execution.status) && execution;
      },
      { what, deadlineMs: DEADLINE_MS, everyMs: 50 },
    );
  }
}

function detoured(lab: Lab, value: string, { primaryPort, tsigKey }: Detours): string {
  if (value === lab.dns?.key) return tsigKey ?? value;
  if (value !== lab.sites.primary.databaseUrl || primaryPort === undefined) return value;
  const url = new URL(value);
  url.port = String(primaryPort);
  return url.href;
}

function planOf(lab: Lab, prefix: string, { haproxyPort }: Detours): Body<'PlanRequest'> {
  const plan = labPlan(lab, prefix);
  const { failover_configuration: failover } = plan;
  const balancers = failover.traffic?.load_balancers;
  if (haproxyPort === undefined || !balancers) return plan;
  const load_balancers = balancers.map((one) => ({ ...one, address: `tcp://127.0.0.1:${haproxyPort}` }));
  return { ...plan, failover_configuration: { ...failover, traffic: { ...failover.traffic, load_balancers } } };
}
