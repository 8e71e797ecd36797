import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

export interface ExecutionView {
  readonly execution_id: string;
  readonly status: string;
  readonly pause_reason: string | null;
  readonly progress: number;
  readonly execution_mode: string;
  readonly error: { readonly code: string } | null;
  readonly steps: readonly {
    readonly step_id: string;
    readonly name: string;
    readonly status: string;
    readonly attempts: number;
    readonly started_at: string | null;
    readonly error: { readonly code: string } | null;
  }[];
}

/** Creates a plan and starts its failover. */
export async function startFailover(service: IsolatedService, plan: object, request: object): Promise<string> {
  const { plan_id } = await service.call<{ plan_id: string }>('POST', '/plans', plan);
  return startFailoverOf(service, plan_id, request);
}

export async function startFailoverOf(service: IsolatedService, planId: string, request: object): Promise<string> {
  const { failover_id } = await service.call<{ failover_id: string }>('POST', `/plans/${planId}/failover`, request);
  return failover_id;
}

export function execution(service: IsolatedService, id: string): Promise<ExecutionView> {
  return service.call('GET', `/executions/${id}`);
}

export async function untilStatus(service: IsolatedService, id: string, status: string): Promise<ExecutionView> {
  let last: ExecutionView | undefined;
  try {
    return await waitUntil(
      async () => {
        last = await execution(service, id);
        return last.status === status && last;
      },
      { what: `${id} is ${status}`, deadlineMs: 20_000 },
    );
  } catch (cause) {
    throw new Error(`${id} did not become ${status}: ${JSON.stringify(last)}`, { cause });
  }
}

/** Does what a paused execution asks of a person: confirms the step that waits. */
export async function confirmWaiting(service: IsolatedService, id: string): Promise<string> {
  const { steps } = await untilStatus(service, id, 'paused');
  const step = steps.find(({ status }) => status === 'waiting')!;
  await service.call('POST', `/executions/${id}/steps/${step.step_id}/confirm`, { comment: 'done' });
  return step.name;
}
