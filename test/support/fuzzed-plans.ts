import type { Body } from '#api-client/body.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, failoverRequest } from './effect-plan.js';
import { startFailoverOf, untilStatus } from './executions.js';
import { createPlan } from './plans.js';
import { untilFound } from './readiness.js';
import { tabletopPlan } from './tabletop-plan.js';
import type { Witness } from './witness.js';

/** Nobody listens there. */
const NOWHERE = '127.0.0.1:1';

/** Plans without a database that have just moved to their secondary site: they can go home, and cool down meanwhile. */
export function movedPlans(service: IsolatedService, witness: Witness, count: number): Promise<readonly string[]> {
  return several(count, async () => {
    const plan = await createPlan(service, effectPlan(witness, [{ name: 'moved' }]));
    await untilStatus(service, await startFailoverOf(service, plan, failoverRequest()), 'completed');
    return plan;
  });
}

/** Plans whose databases the service is told how to make standbys again; none of them can be reached. */
export function reprotectablePlans(service: IsolatedService, count: number): Promise<readonly string[]> {
  const plan = tabletopPlan();
  const hook = { action: 'http', with: { method: 'POST', url: `http://${NOWHERE}/`, expect: { status: [204] } } };
  const control = { slot: 'dr_fuzzed', timeout: 30, stop: hook, start: hook, rewind: hook, base_copy: hook };
  const at = (database: string) => ({
    driver: 'postgres' as const,
    url: `postgresql://nobody@${NOWHERE}/${database}`,
  });
  const component: Body<'ComponentRequest'> = {
    ...plan.components[0]!,
    dependencies: [],
    recovery_procedures: ['database_failover'],
    targets: { primary: at('home'), secondary: { ...at('away'), control } },
  };
  return several(count, () => createPlan(service, { ...plan, components: [component], recovery_procedures: [] }));
}

export interface Findings {
  readonly planId: string;
  readonly ids: readonly string[];
}

/** What the service has to say about a plan that nobody has ever tested. */
export async function openFindings(service: IsolatedService, witness: Witness): Promise<Findings> {
  const planId = await createPlan(service, effectPlan(witness, [{ name: 'untested' }]));
  const { findings } = await untilFound(service, planId, 'something is found', ({ findings: all }) => all.length > 0);
  return { planId, ids: findings.map(({ finding_id }) => finding_id) };
}

function several<T>(count: number, make: () => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: count }, make));
}
