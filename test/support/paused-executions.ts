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

/** Planned failovers that wait for a task, and could go on as unplanned ones. */
export function switchable(service: IsolatedService, witness: Witness, count: number): Promise<PausedExecutions> {
  const plan = effectPlan(witness, ['Tell the duty manager', { name: 'told' }]);
  const { failover_configuration: given } = plan;
  // What asks after the old site is what an unplanned one goes without.
  const health_checks = [{ type: 'http' as const, url: witness.url('health') }];
  const failover_configuration = { ...given, primary_site: { ...given.primary_site, health_checks } };
  return paused(service, { ...plan, failover_configuration }, 'waiting', count, { failover_type: 'planned' });
}

/** They wait for the approval of one admin. */
export function waitingForApproval(
  service: IsolatedService,
  witness: Witness,
  count: number,
): Promise<PausedExecutions> {
  const plan = effectPlan(witness, [{ name: 'approved' }]);
  const failover_configuration = { ...plan.failover_configuration, approval: { required: 1, role: 'admin' as const } };
  return paused(service, { ...plan, failover_configuration }, 'waiting', count);
}

/** Their step has failed, and a person says how to go on. */
export function withFailedStep(service: IsolatedService, witness: Witness, count: number): Promise<PausedExecutions> {
  return paused(service, unreachablePlan(witness, { idempotent: true }), 'failed', count);
}

/** Nobody knows whether what was tried first has happened, and it must not happen twice. */
export function inDoubt(service: IsolatedService, witness: Witness, count: number): Promise<PausedExecutions> {
  return paused(service, unreachablePlan(witness, { idempotent: false, retries: 1 }), 'in_doubt', count);
}

/** Nobody listens where its step asks. */
function unreachablePlan(
  witness: Witness,
  policy: Pick<Body<'ActionStepRequest'>, 'idempotent' | 'retries'>,
): Body<'PlanRequest'> {
  const plan = effectPlan(witness, [{ name: 'unreachable', probe: false } satisfies EffectStep]);
  const [procedure] = plan.recovery_procedures!;
  const [step] = procedure!.steps as Body<'ActionStepRequest'>[];
  // What only reads is never in doubt.
  const method = policy.idempotent === true ? 'GET' : 'POST';
  const unreachable = { ...step!, ...policy, with: { ...step!.with, method, url: 'http://127.0.0.1:1/' } };
  return { ...plan, recovery_procedures: [{ ...procedure!, steps: [unreachable] }] };
}

async function paused(
  service: IsolatedService,
  plan: Body<'PlanRequest'>,
  status: Body<'Step'>['status'],
  count: number,
  request: Partial<Body<'FailoverRequest'>> = {},
): Promise<PausedExecutions> {
  const start = (): Promise<string> => startFailover(service, plan, failoverRequest(request));
  const ids = await Promise.all(Array.from({ length: count }, start));
  const steps = await Promise.all(ids.map(async (id) => (await untilStatus(service, id, 'paused')).steps));
  const [stepId, ...others] = new Set(steps.map((all) => all.find((step) => step.status === status)?.step_id));
  if (stepId === undefined || others.length > 0) throw new Error(`not at one step: ${String([stepId, ...others])}`);
  return { ids, stepId };
}
