import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

export async function createPlan({ api }: IsolatedService, plan: Body<'PlanRequest'>): Promise<string> {
  return (await succeeded(api.POST('/disaster-recovery/plans', { body: plan }))).plan_id;
}

export function readPlan({ api }: IsolatedService, planId: string): Promise<Body<'Plan'>> {
  return succeeded(api.GET('/disaster-recovery/plans/{plan_id}', { params: { path: { plan_id: planId } } }));
}

/** Whatever its version is by now. */
export async function changePlan({ api }: IsolatedService, planId: string, plan: Body<'PlanRequest'>): Promise<void> {
  const params = { path: { plan_id: planId }, header: { 'If-Match': '*' } };
  await succeeded(api.PUT('/disaster-recovery/plans/{plan_id}', { params, body: plan }));
}

/** What plans then call secret://name. */
export async function keepSecret({ api }: IsolatedService, name: string, value: string): Promise<void> {
  await succeeded(api.PUT('/disaster-recovery/secrets/{name}', { params: { path: { name } }, body: { value } }));
}
