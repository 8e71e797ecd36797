import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

export async function createPlan({ api }: IsolatedService, plan: Body<'PlanRequest'>): Promise<string> {
  return (await succeeded(api.POST('/disaster-recovery/plans', { body: plan }))).plan_id;
}

export function readPlan({ api }: IsolatedService, planId: string): Promise<Body<'Plan'>> {
  return succeeded(api.GET('/disaster-recovery/plans/{plan_id}', { params: { path: { plan_id: planId } } }));
}

/** What plans then call secret://name. */
export async function keepSecret({ api }: IsolatedService, name: string, value: string): Promise<void> {
  await succeeded(api.PUT('/disaster-recovery/secrets/{name}', { params: { path: { name } }, body: { value } }));
}
