import type { Body } from '#api-client/body.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { automatic } from './automatic-plan.js';
import type { ControlledSite } from './controlled-site.js';
import { effectPlan } from './effect-plan.js';
import { createPlan } from './plans.js';
import type { Witness } from './witness.js';

export type Decision = Body<'TriggerDecision'>;
type Configuration = Partial<Body<'PlanRequest'>['failover_configuration']>;

/** Twenty times a second, three in a row. */
const FAST = { interval: 0.05, timeout: 5, failures: 3 } as const;

export interface Sites {
  readonly primary: ControlledSite;
  readonly secondary: ControlledSite;
}

/** A plan on two controlled sites that are seen healthy from so many locations. */
export async function automaticPlan(
  service: IsolatedService,
  witness: Witness,
  { primary, secondary }: Sites,
  rest: Configuration = {},
): Promise<string> {
  const check = (url: string) => [{ type: 'http' as const, url, ...FAST }];
  const plan = effectPlan(witness, [{ name: 'effect' }]);
  const planId = await createPlan(
    service,
    automatic(plan, { primary: check(primary.url), secondary: check(secondary.url) }, rest),
  );
  await waitUntil(
    async () => {
      const path = `/dashboard?plan_id=${planId}`;
      const { system_health } = await service.call<Body<'Dashboard'>>('GET', path);
      return system_health.primary_site.status === 'healthy' && system_health.secondary_site.status === 'healthy';
    },
    { what: 'both sites are seen healthy', deadlineMs: 60_000 },
  );
  return planId;
}

/** Newest first. */
export async function decisionsOf(service: IsolatedService, planId: string): Promise<readonly Decision[]> {
  const path = `/plans/${planId}/trigger-decisions`;
  return (await service.call<Body<'TriggerDecisionPage'>>('GET', path)).items;
}

export function untilDecided(
  service: IsolatedService,
  planId: string,
  what: string,
  isIt: (decision: Decision) => boolean,
): Promise<Decision> {
  return waitUntil(async () => (await decisionsOf(service, planId)).find(isIt), { what, deadlineMs: 60_000 });
}

export const untilStarted = (service: IsolatedService, planId: string): Promise<Decision> =>
  untilDecided(service, planId, 'a failover is started', ({ decision }) => decision === 'started');

export const untilBlocked = (service: IsolatedService, planId: string, code: string): Promise<Decision> =>
  untilDecided(
    service,
    planId,
    `a failover is blocked: ${code}`,
    ({ decision, reasons }) => decision === 'blocked' && reasons.some((reason) => reason.code === code),
  );

export async function failoversOf(service: IsolatedService, planId: string): Promise<readonly string[]> {
  const { items } = await service.call<Body<'ExecutionPage'>>('GET', `/executions?plan_id=${planId}`);
  return items.map(({ execution_id }) => execution_id);
}
