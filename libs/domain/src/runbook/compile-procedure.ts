import { DomainError } from '../errors.js';
import { topologicalOrder } from '../graph/dependency-graph.js';
import type { JsonObject } from '../json.js';
import type { PlanDocument, ProcedureDefinition } from '../plan/plan-document.js';
import type { PinnedPlan } from './compile-failover.js';
import { fillProcedure, procedureStepId, type UnfilledPlaceholder } from './procedure-parameters.js';
import { procedureSteps } from './procedure-steps.js';
import type { RecipeSteps } from './recipe.js';
import type { Runbook } from './runbook.js';
import { buildStep, type StepDraft } from './step-list.js';

export interface ProcedureRequest {
  readonly procedureId: string;
  /** Have passed `parameterFaults`. */
  readonly parameters: JsonObject;
  /** Only walk through it, also when the plan is live. */
  readonly walkThrough: boolean;
  /** Holds for the steps that do not say otherwise. */
  readonly retryAttempts: number;
  readonly parallel: boolean;
  readonly timeoutMs: number;
}

/** Steps name parameters that the request does not have; all of them are told at once. */
export class UnfilledPlaceholdersError extends DomainError {
  constructor(unfilled: readonly UnfilledPlaceholder[]) {
    super('validation_failed', 'Procedure request validation failed', { issues: unfilled.map(issueText) });
  }
}

/**
 * Compiles one procedure of a plan version, and before it those that it depends on, each once: the same arguments
 * always give the same runbook. The plan has passed `checkPlan` and has the procedure.
 * @throws UnfilledPlaceholdersError
 */
export function compileProcedure(plan: PinnedPlan, request: ProcedureRequest): Runbook {
  const mode = request.walkThrough ? 'simulation' : plan.mode;
  const procedures = procedureWithDependencies(plan.document, request.procedureId);
  const known = new Set(
    procedures.flatMap(({ procedure_id, steps }) => steps.map((_, index) => procedureStepId(procedure_id, index))),
  );
  const filled = procedures.map((procedure) => fillProcedure(procedure, request.parameters, (id) => known.has(id)));
  const unfilled = filled.flatMap((one) => one.unfilled);
  if (unfilled.length > 0) throw new UnfilledPlaceholdersError(unfilled);

  const drafts: StepDraft[] = [];
  const gatesOf = new Map<string, readonly string[]>();
  for (const { procedure } of filled) {
    const after = procedure.dependencies.flatMap((id) => gatesOf.get(id)!);
    const compiled =
      mode === 'live'
        ? procedureSteps(procedure, procedure.procedure_id, null, after)
        : walkThroughSteps(procedure, after);
    drafts.push(...compiled.steps);
    gatesOf.set(procedure.procedure_id, compiled.gates);
  }
  return {
    kind: 'procedure',
    mode,
    planId: plan.planId,
    planVersion: plan.version,
    failoverType: null,
    direction: null,
    parallel: request.parallel,
    timeoutMs: request.timeoutMs,
    outageStartedAt: null,
    steps: drafts.map((draft) => buildStep(draft, { retries: request.retryAttempts })),
  };
}

/** The procedure behind everything that it depends on, over any number of steps. */
export function procedureWithDependencies(plan: PlanDocument, procedureId: string): readonly ProcedureDefinition[] {
  const byId = new Map(plan.recovery_procedures.map((procedure) => [procedure.procedure_id, procedure]));
  const needed = new Set([procedureId]);
  // A set is walked in the order of insertion, and what is inserted on the way is walked too.
  for (const id of needed) for (const dependency of byId.get(id)!.dependencies) needed.add(dependency);
  const nodes = plan.recovery_procedures
    .filter(({ procedure_id }) => needed.has(procedure_id))
    .map((procedure) => ({ id: procedure.procedure_id, dependsOn: procedure.dependencies, procedure }));
  return topologicalOrder(nodes).order.map(({ procedure }) => procedure);
}

/** One step that does nothing, and says so, for each step of the procedure; nobody is asked for anything. */
function walkThroughSteps(procedure: ProcedureDefinition, after: readonly string[]): RecipeSteps {
  let gates = after;
  const steps = procedure.steps.map((definition, index): StepDraft => {
    const name = typeof definition === 'string' ? definition : definition.name;
    const id = procedureStepId(procedure.procedure_id, index);
    const draft: StepDraft = {
      id,
      name,
      phase: 'procedure',
      action: 'tabletop',
      inputs: { procedure: procedure.procedure_id, step: name },
      after: gates,
      idempotent: true,
      policy: { retries: 0 },
    };
    gates = [id];
    return draft;
  });
  return { steps, gates };
}

function issueText({ stepId, placeholder }: UnfilledPlaceholder): string {
  return placeholder.startsWith('parameters.')
    ? `Missing required field: ${placeholder} (step ${stepId} uses it)`
    : `Step ${stepId} of the plan can not be executed: {{${placeholder}}} names nothing that is known here`;
}
