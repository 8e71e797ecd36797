import type { BundledRunbook, UnsignedBundle } from '#bundle/plan-bundle.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { compileFailover, type PinnedPlan } from '#domain/runbook/compile-failover.js';
import { compileProcedure, UnfilledPlaceholdersError } from '#domain/runbook/compile-procedure.js';
import { FAILOVER_TYPES } from '../failover/runbook-query.dto.js';
import { defaultFailoverRequest } from '#domain/runbook/failover-command.js';
import { completeProcedureOptions, procedureRequest } from '../procedures/procedure-command.js';

type Runbooks = Pick<UnsignedBundle, 'runbooks' | 'left_out'>;

/** Everything that can be asked of a plan without saying more: failovers away from the active site, procedures. */
export function bundleRunbooks(plan: PinnedPlan): Runbooks {
  const components = plan.document.components.map(({ component_id }) => component_id);
  const failovers = FAILOVER_TYPES.map((type): BundledRunbook => {
    return {
      key: `failover:${type}`,
      runbook: compileFailover(plan, defaultFailoverRequest(plan.document, type, components)),
    };
  });
  const procedures = plan.document.recovery_procedures.map((procedure) => procedureRunbook(plan, procedure));
  return {
    runbooks: [...failovers, ...procedures.flatMap((one) => ('key' in one ? [one] : []))],
    left_out: procedures.flatMap((one) => ('why' in one ? [one] : [])),
  };
}

function procedureRunbook(
  plan: PinnedPlan,
  { procedure_id: id }: PlanDocument['recovery_procedures'][number],
): BundledRunbook | Runbooks['left_out'][number] {
  const options = completeProcedureOptions(plan.document, id, {});
  const command = {
    executionType: 'manual',
    parameters: {},
    executionOptions: {},
    planId: null,
    executedBy: null,
  } as const;
  try {
    const runbook = compileProcedure(plan, procedureRequest(id, command, options));
    if (runbook.steps.length === 0) return { procedure_id: id, why: 'it has no step' };
    return { key: `procedure:${id}`, runbook };
  } catch (error) {
    if (error instanceof UnfilledPlaceholdersError) return { procedure_id: id, why: 'it needs parameters' };
    throw error;
  }
}
