import { waitUntil } from '../../lab/process/wait-until.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, type EffectStep } from './effect-plan.js';
import { execution } from './executions.js';
import type { Witness } from './witness.js';

type Document = Record<string, unknown>;

export interface EffectProcedure {
  readonly id: string;
  readonly steps: readonly (EffectStep | string)[];
  readonly dependsOn?: readonly string[];
  readonly automationLevel?: string;
}

/** A live plan with procedures that do effects on a witness, and that no component uses. */
export function procedurePlan(witness: Witness, procedures: readonly EffectProcedure[]): Document {
  const definitions = procedures.map(({ id, steps, dependsOn = [], automationLevel }) => {
    const [definition] = effectPlan(witness, steps)['recovery_procedures'] as Document[];
    return {
      ...definition!,
      procedure_id: id,
      dependencies: dependsOn,
      ...(automationLevel === undefined ? {} : { automation_level: automationLevel }),
    };
  });
  const plan = effectPlan(witness, []);
  const [component] = plan['components'] as Document[];
  return {
    ...plan,
    components: [{ ...component!, recovery_procedures: [] }],
    recovery_procedures: definitions,
  };
}

export interface StartedProcedure {
  readonly execution_id: string;
  readonly plan_id: string;
  readonly execution_mode: string;
}

export function executeProcedure(
  service: IsolatedService,
  id: string,
  request: Document = {},
): Promise<StartedProcedure> {
  return service.call('POST', `/procedures/${id}/execute`, { execution_type: 'manual', ...request });
}

/** Waits until a person is asked for this, and has them do it. */
export async function confirmTask(service: IsolatedService, id: string, task: string): Promise<void> {
  const step = await waitUntil(
    async () => (await execution(service, id)).steps.find(({ name, status }) => name === task && status === 'waiting'),
    { what: `a person is asked: ${task}` },
  );
  await service.call('POST', `/executions/${id}/steps/${step.step_id}/confirm`, { comment: 'done' });
}
