import { z } from 'zod';
import { inputParser } from '#actions/parse-inputs.js';
import { compileReprotect } from '#domain/runbook/compile-reprotect.js';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import type { NewLeg } from '#persistence/dr-tests/test-leg-repository.js';
import { pinnedPlan } from '#persistence/pinned-plan.js';
import { newPublicId } from '#persistence/public-id.js';
import type { AdminUserRecord, PlanRecord } from '#persistence/records.js';
import { SwitchoverNotReadyError } from './errors.js';
import { ofPlan, site } from './inputs.js';
import { requireCompleted, runLeg } from './leg.js';
import type { SwitchoverWorld } from './world.js';

const schema = z.strictObject({ ...ofPlan, leg: z.enum(['reprotect_there', 'reprotect_back']), active: site });
type Inputs = z.output<typeof schema>;

/** Makes the old primary a standby again, as an execution of its own, and waits for its end: it streams then. */
export function switchoverReprotect(world: SwitchoverWorld): Action<Inputs> {
  return {
    name: 'switchover.reprotect',
    parse: inputParser('switchover.reprotect', schema),

    async probe({ leg }, { executionId: testId }) {
      const begun = await world.legs.find({ testId, leg });
      return begun?.status === 'completed' || begun?.status === 'completed_with_exceptions'
        ? { answer: 'done', output: { execution_id: begun.executionId, status: begun.status } }
        : { answer: 'not_done' };
    },

    async apply(inputs, context) {
      const ended = await runLeg(world, inputs, context, (plan, by) => reprotect(inputs, plan, by, context));
      requireCompleted(ended);
      return { execution_id: ended.executionId, status: ended.status };
    },

    verify: () => Promise.resolve({} as JsonObject),
  };
}

/** @throws SwitchoverNotReadyError when somebody else has moved the plan: the server that serves would be rebuilt. */
function reprotect(
  { leg, active }: Inputs,
  plan: PlanRecord,
  initiatedBy: AdminUserRecord,
  { executionId: testId }: ActionContext,
): NewLeg {
  if (plan.activeSite !== active) throw new SwitchoverNotReadyError([`the plan runs at its ${plan.activeSite} site`]);
  return {
    kind: 'procedure',
    execution: {
      executionId: newPublicId('exec'),
      procedureId: 'reprotect',
      executionType: 'automatic',
      parameters: { reason: `Live switchover test ${testId}` },
      executionOptions: {},
      operation: 'reprotect',
      plan,
      runbook: compileReprotect(pinnedPlan(plan), 'abort'),
      priority: plan.document.priority,
      initiatedBy,
      test: { testId, leg },
    },
  };
}
