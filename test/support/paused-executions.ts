import type { Body } from '#api-client/body.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, failoverRequest, type EffectStep } from './effect-plan.js';
import { startFailover, untilStatus } from './executions.js';
import type { Witness } from './witness.js';

/** Executions that stand still at the same step, each of a plan of its own. */
export interface PausedExecutions {
  readonly ids: readonly string[];
  readonly stepId: string;
}

/** They wait for a person to do a task. */
export function waitingForTask(service: IsolatedService, witness: Witness, count: number): Promise<PausedExecutions> {
  return paused(service, effectPlan(witness, ['Tell the duty manager', { name: 'told' }]), 'waiting', count);
}

/** Their step has failed, and a person says how to go on: nobody listens where it asks. */
export function withFailedStep(service: IsolatedService, witness: Witness, count: number): Promise<PausedExecutions> {
  const plan = effectPlan(witness, [{ name: 'unreachable', probe: false } satisfies EffectStep]);
  const [procedure] = plan.recovery_procedures!;
  const [step] = procedure!.steps as Body<'ActionStepRequest'>[];
  const unreachable = {
    ...step!,
    with: { ...step!.with, method: 'GET', url: 'http://127.0.0.1:1/' },
    idempotent: true,
  };
  return paused(service, { ...plan, recovery_procedures: [{ ...procedure!, steps: [unreachable] }] }, 'failed', count);
}

async function paused(
  service: IsolatedService,
  plan: Body<'PlanRequest'>,
  status: Body<'Step'>['status'],
  count: number,
): Promise<PausedExecutions> {
  const ids = await Promise.all(Array.from({ length: count }, () => startFailover(service, plan, failoverRequest())));
  const steps = await Promise.all(ids.map(async (id) => (await untilStatus(service, id, 'paused')).steps));
  const [stepId, ...others] = new Set(steps.map((all) => all.find((step) => step.status === status)?.step_id));
  if (stepId === undefined || others.length > 0) throw new Error(`not at one step: ${String([stepId, ...others])}`);
  return { ids, stepId };
}
