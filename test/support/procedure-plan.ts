import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { effectProcedure, type EffectStep } from './effect-plan.js';
import { execution, intervene } from './executions.js';
import { tabletopPlan } from './tabletop-plan.js';
import type { Witness } from './witness.js';

export interface EffectProcedure {
  readonly id: string;
  readonly steps: readonly (EffectStep | string)[];
  readonly dependsOn?: readonly string[];
  readonly automationLevel?: Body<'ProcedureRequest'>['automation_level'];
}

/** A live plan with procedures that do effects on a witness, and that no component uses. */
export function procedurePlan(witness: Witness, procedures: readonly EffectProcedure[]): Body<'PlanRequest'> {
  const plan = tabletopPlan();
  return {
    ...plan,
    components: [{ ...plan.components[0]!, recovery_procedures: [] }],
    recovery_procedures: procedures.map(({ id, steps, dependsOn = [], automationLevel }) => ({
      ...effectProcedure(witness, id, steps),
      dependencies: [...dependsOn],
      ...(automationLevel === undefined ? {} : { automation_level: automationLevel }),
    })),
  };
}

export function executeProcedure(
  { api }: IsolatedService,
  id: string,
  request: Partial<Body<'ProcedureExecutionRequest'>> = {},
): Promise<Body<'ProcedureExecution'>> {
  return succeeded(
    api.POST('/disaster-recovery/procedures/{procedure_id}/execute', {
      params: { path: { procedure_id: id } },
      body: { execution_type: 'manual', ...request },
    }),
  );
}

/** Waits until a person is asked for this, and has them do it. */
export async function confirmTask(service: IsolatedService, id: string, task: string): Promise<void> {
  const step = await waitUntil(
    async () => (await execution(service, id)).steps.find(({ name, status }) => name === task && status === 'waiting'),
    { what: `a person is asked: ${task}` },
  );
  await intervene(service, id, step.step_id, 'confirm', 'done');
}
