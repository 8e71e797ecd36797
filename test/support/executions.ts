import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { createPlan } from './plans.js';

export type ExecutionView = Body<'Execution'>;

/** Creates a plan and starts its failover. */
export async function startFailover(
  service: IsolatedService,
  plan: Body<'PlanRequest'>,
  request: Body<'FailoverRequest'>,
): Promise<string> {
  return startFailoverOf(service, await createPlan(service, plan), request);
}

export async function startFailoverOf(
  { api }: IsolatedService,
  planId: string,
  request: Body<'FailoverRequest'>,
): Promise<string> {
  const params = { path: { plan_id: planId } };
  const started = await succeeded(api.POST('/disaster-recovery/plans/{plan_id}/failover', { params, body: request }));
  return started.failover_id;
}

export function execution({ api }: IsolatedService, id: string): Promise<ExecutionView> {
  const params = { path: { execution_id: id } };
  return succeeded(api.GET('/disaster-recovery/executions/{execution_id}', { params }));
}

export async function untilStatus(service: IsolatedService, id: string, status: string): Promise<ExecutionView> {
  let last: ExecutionView | undefined;
  try {
    return await waitUntil(
      async () => {
        last = await execution(service, id);
        return last.status === status && last;
      },
      { what: `${id} is ${status}`, deadlineMs: 60_000 },
    );
  } catch (cause) {
    throw new Error(`${id} did not become ${status}: ${JSON.stringify(last)}`, { cause });
  }
}

export function cancel({ api }: IsolatedService, id: string, comment: string): Promise<ExecutionView> {
  const params = { path: { execution_id: id } };
  return succeeded(api.POST('/disaster-recovery/executions/{execution_id}/cancel', { params, body: { comment } }));
}

const STEP = '/disaster-recovery/executions/{execution_id}/steps/{step_id}';

/** What a person does about a step. */
export function intervene(
  { api }: IsolatedService,
  id: string,
  step: string,
  what: 'confirm' | 'retry' | 'skip',
  comment: string,
): Promise<ExecutionView> {
  const params = { path: { execution_id: id, step_id: step } };
  return succeeded(api.POST(`${STEP}/${what}`, { params, body: { comment } }));
}

/** Does what a paused execution asks of a person: confirms the step that waits. */
export async function confirmWaiting(service: IsolatedService, id: string): Promise<string> {
  const { steps } = await untilStatus(service, id, 'paused');
  const step = steps.find(({ status }) => status === 'waiting')!;
  await intervene(service, id, step.step_id, 'confirm', 'done');
  return step.name;
}
