import { z } from 'zod';
import { inputParser } from '#actions/parse-inputs.js';
import type { FailoverOutcome } from '#domain/execution/failover-outcome.js';
import type { JsonObject } from '#domain/json.js';
import { otherSite } from '#domain/plan/plan-document.js';
import { compileFailover } from '#domain/runbook/compile-failover.js';
import {
  completeExecutionOptions,
  completeFailoverOptions,
  defaultFailoverRequest,
} from '#domain/runbook/failover-command.js';
import type { Evidence, Runbook } from '#domain/runbook/runbook.js';
import type { Action, ActionContext } from '#engine/ports.js';
import type { LegRecord, NewLeg } from '#persistence/dr-tests/test-leg-repository.js';
import { pinnedPlan } from '#persistence/pinned-plan.js';
import { newPublicId } from '#persistence/public-id.js';
import type { AdminUserRecord, PlanRecord } from '#persistence/records.js';
import { LegFailedError, SwitchoverNotReadyError } from './errors.js';
import { ofPlan, site } from './inputs.js';
import { POLL_MS, requireCompleted, runLeg } from './leg.js';
import { patiently } from './patiently.js';
import type { SwitchoverWorld } from './world.js';

const schema = z.strictObject({ ...ofPlan, leg: z.enum(['there', 'back']), to: site });
type Inputs = z.output<typeof schema>;

/** A planned failover of the whole plan, as an execution of its own, and waiting for its end. */
export function switchoverMove(world: SwitchoverWorld): Action<Inputs> {
  return {
    name: 'switchover.move',
    parse: inputParser('switchover.move', schema),

    async probe({ leg }, { executionId: testId }) {
      const begun = await world.legs.find({ testId, leg });
      // One that is under way is waited for by doing it: it is started only once.
      return begun?.status === 'completed' || begun?.status === 'completed_with_exceptions'
        ? { answer: 'done', output: outputOf(begun) }
        : { answer: 'not_done' };
    },

    async apply(inputs, context) {
      const ended = await runLeg(world, inputs, context, (plan, by) => failover(inputs, plan, by, context));
      requireCompleted(ended);
      return outputOf(ended);
    },

    async verify({ plan_id: planId, to }, { signal }, output) {
      const { activeSite } = await patiently(POLL_MS, signal, () => world.legs.standing(planId));
      if (activeSite === to) return { active_site: activeSite };
      const id = output['execution_id'] as string;
      throw new LegFailedError(id, `is over, and the plan runs at its ${activeSite} site`, { active_site: activeSite });
    },
  };
}

/** @throws SwitchoverNotReadyError when the plan was moved since it was looked at: it would go the wrong way. */
function failover(
  { leg, to }: Inputs,
  plan: PlanRecord,
  initiatedBy: AdminUserRecord,
  { executionId: testId }: ActionContext,
): NewLeg {
  const { document } = plan;
  if (plan.activeSite !== otherSite(to)) {
    throw new SwitchoverNotReadyError([`the plan runs at its ${plan.activeSite} site`]);
  }
  const components = document.components.map(({ component_id }) => component_id);
  const request = defaultFailoverRequest(document, 'planned', components);
  const executionOptions = completeExecutionOptions(document, {});
  return {
    kind: 'failover',
    failover: {
      failoverId: newPublicId('failover'),
      failoverType: 'planned',
      reason: `Live switchover test ${testId}: ${leg}`,
      components,
      failoverOptions: { ...completeFailoverOptions({}) },
      executionOptions: { ...executionOptions },
      plan,
      // Whoever approved the way there has approved the way back: a plan must not be left away for want of a signature.
      runbook: compileFailover(pinnedPlan(plan), { ...request, approved: leg === 'back' }),
      priority: executionOptions.priority,
      initiatedBy,
      test: { testId, leg },
    },
  };
}

function outputOf({ executionId, status, outcome, runbook }: LegRecord): JsonObject {
  const { measurements } = outcome as unknown as FailoverOutcome;
  return {
    execution_id: executionId,
    status,
    rto_ms: measurements.rto_ms,
    rpo_ms: measurements.rpo_ms,
    components: measurements.components.map(({ component_id, rto_ms, rpo_ms }) => ({
      component_id,
      rto_ms,
      rpo_ms,
      integrity: proved(runbook, outcome as unknown as FailoverOutcome, component_id, 'data_integrity'),
      performance: proved(runbook, outcome as unknown as FailoverOutcome, component_id, 'performance'),
    })),
  };
}

/** @returns null where nothing of the component would have proven it. */
function proved(
  { steps }: Runbook,
  { verification }: FailoverOutcome,
  componentId: string,
  evidence: Extract<Evidence, 'data_integrity' | 'performance'>,
): boolean | null {
  const asked = steps.some((step) => step.componentId === componentId && step.proves.includes(evidence));
  if (!asked) return null;
  return evidence === 'performance' ? verification.performance_verified : verification.data_integrity_verified;
}
