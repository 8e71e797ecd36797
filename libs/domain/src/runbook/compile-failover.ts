import { topologicalOrder } from '../graph/dependency-graph.js';
import type { Component, FencingPolicy, PlanDocument, ProcedureDefinition, Site } from '../plan/plan-document.js';
import { otherSite } from '../plan/plan-document.js';
import { orderedProcedures } from './procedure-order.js';
import { approvalStep, procedureSteps } from './procedure-steps.js';
import type { RecipeContext, RecipeSteps } from './recipe.js';
import { BUILT_IN_RECIPES, isBuiltIn } from './recipes/built-in.js';
import type { ExecutionMode, FailoverType, Runbook } from './runbook.js';
import { siteChecks } from './site-checks.js';
import { buildStep, type StepDraft } from './step-list.js';

export interface FailoverRequest {
  readonly failoverType: FailoverType;
  /** Ids of the components to move; all of the plan's when null. */
  readonly componentIds: readonly string[] | null;
  readonly verifyBefore: boolean;
  readonly verifyAfter: boolean;
  readonly updateDns: boolean;
  readonly updateLoadBalancer: boolean;
  readonly retryAttempts: number;
  readonly parallel: boolean;
  readonly timeoutMs: number;
  readonly outageStartedAt: string | null;
  /** Whether those who have to approve have done so, with something greater of which it is a part. */
  readonly approved?: boolean;
  /** Whether nobody has asked for it: a trigger has. */
  readonly automatic?: boolean;
}

export interface PinnedPlan {
  readonly planId: string;
  readonly version: number;
  readonly document: PlanDocument;
  readonly activeSite: Site;
  readonly mode: ExecutionMode;
}

/**
 * Compiles a plan version and a request into a runbook: the same arguments always give the same runbook.
 * The plan has passed `checkPlan`; the component ids are known.
 */
export function compileFailover(plan: PinnedPlan, request: FailoverRequest): Runbook {
  const direction = { from: plan.activeSite, to: otherSite(plan.activeSite) };
  const components = topologicalOrder(
    plan.document.components.map((component) => ({
      ...component,
      id: component.component_id,
      dependsOn: component.dependencies,
    })),
  ).order;
  const chosen = components.filter(({ id }) => request.componentIds === null || request.componentIds.includes(id));
  const base = {
    planId: plan.planId,
    plan: plan.document,
    direction,
    failoverType: request.failoverType,
    fencing: fencingPolicy(plan.document, request),
  };
  const simulation = plan.mode === 'simulation';

  // A walk-through asks nobody.
  const approvals = simulation || request.approved === true ? [] : approvalDrafts(plan.document);
  const approved = approvals.map((step) => step.id);
  // Approved first, checked then: an approval can take long, and a check is soon old.
  const prechecks = simulation || !request.verifyBefore ? [] : precheckDrafts(chosen, base, request, approved);
  const barrier = prechecks.length > 0 ? prechecks.map((step) => step.id) : approved;
  const drafts: StepDraft[] = [...approvals, ...prechecks];
  const gatesOf = new Map<string, readonly string[]>();
  const gatesOfProcedure = new Map<string, readonly string[]>();
  for (const component of components) {
    const waitFor = component.dependencies.flatMap((id) => gatesOf.get(id) ?? []);
    let gates: readonly string[] = waitFor.length > 0 ? waitFor : barrier;
    // A component that stays where it is hands on what it would have waited for, so that order holds across it.
    const procedures = chosen.includes(component) ? orderedProcedures(plan.document, component, gatesOfProcedure) : [];
    for (const { name, dependencies } of procedures) {
      if (isLeftOut(name, request)) continue;
      const after = [...gates, ...dependencies.flatMap((id) => gatesOfProcedure.get(id) ?? [])];
      const context = { ...base, component, after };
      const compiled = simulation ? walkThrough(context, name) : compileProcedure(context, name);
      drafts.push(...compiled.steps);
      gates = compiled.gates;
      gatesOfProcedure.set(name, [...(gatesOfProcedure.get(name) ?? []), ...gates]);
    }
    gatesOf.set(component.component_id, gates);
  }

  const steps = drafts.map((draft) => buildStep(draft, { retries: request.retryAttempts }));
  const ordered = topologicalOrder(steps);
  if (ordered.blocked.length > 0) throw new Error(`runbook has a cycle through ${ordered.blocked.join(', ')}`);
  return {
    kind: 'failover',
    mode: plan.mode,
    planId: plan.planId,
    planVersion: plan.version,
    failoverType: request.failoverType,
    direction,
    parallel: request.parallel,
    timeoutMs: request.timeoutMs,
    outageStartedAt: request.outageStartedAt,
    // A part of the plan says nothing of where the rest is served.
    ...(plan.mode === 'live' && chosen.length === components.length && !steps.some((step) => step.pointOfNoReturn)
      ? { movesAuthorityAtEnd: true }
      : {}),
    steps: ordered.order,
  };
}

/** A person who starts a failover knows what they see; a trigger only knows what it can not reach. */
function fencingPolicy(
  { failover_configuration }: PlanDocument,
  { automatic = false }: Pick<FailoverRequest, 'automatic'>,
): FencingPolicy {
  return failover_configuration.fencing ?? (automatic ? 'require' : 'best_effort');
}

function approvalDrafts({ failover_configuration: { approval } }: PlanDocument): readonly StepDraft[] {
  if (approval === undefined) return [];
  return [approvalStep('Approve the failover', { id: 'failover.approve', componentId: null, after: [], approval })];
}

function precheckDrafts(
  components: readonly Component[],
  base: Omit<RecipeContext, 'component' | 'after'>,
  request: FailoverRequest,
  after: readonly string[],
): readonly StepDraft[] {
  const ofComponents = components.flatMap((component) =>
    component.recovery_procedures
      .filter(isBuiltIn)
      .filter((procedure) => !isLeftOut(procedure, request))
      .flatMap((procedure) => BUILT_IN_RECIPES[procedure].prechecks({ ...base, component, after })),
  );
  return [...siteChecks(base.plan, base.direction, base.failoverType, after), ...ofComponents];
}

function isLeftOut(procedure: string, request: FailoverRequest): boolean {
  return (
    (procedure === 'dns_switchover' && !request.updateDns) ||
    (procedure === 'load_balancer_failover' && !request.updateLoadBalancer) ||
    (procedure === 'health_check_verification' && !request.verifyAfter)
  );
}

function compileProcedure(context: RecipeContext, name: string): RecipeSteps {
  if (isBuiltIn(name)) return BUILT_IN_RECIPES[name].steps(context);
  const { component, plan, after } = context;
  return procedureSteps(ownProcedure(plan, name), `${component.component_id}.${name}`, component.component_id, after);
}

/** In a simulation every procedure is one step that does nothing and says so. */
function walkThrough({ component, plan, after }: RecipeContext, name: string): RecipeSteps {
  const id = `${component.component_id}.${name}`;
  const title = isBuiltIn(name) ? name : ownProcedure(plan, name).name;
  return {
    steps: [
      {
        id,
        name: `${component.name}: ${title}`,
        phase: 'procedure',
        componentId: component.component_id,
        action: 'tabletop',
        inputs: { procedure: name },
        after,
        idempotent: true,
        policy: { retries: 0 },
      },
    ],
    gates: [id],
  };
}

function ownProcedure(plan: PlanDocument, id: string): ProcedureDefinition {
  const procedure = plan.recovery_procedures.find((candidate) => candidate.procedure_id === id);
  if (!procedure) throw new Error(`plan has no procedure ${id}`);
  return procedure;
}
