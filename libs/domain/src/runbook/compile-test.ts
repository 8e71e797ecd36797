import type { TestScenario } from '../dr-test/dr-test.js';
import { topologicalOrder } from '../graph/dependency-graph.js';
import type { Component, PlanDocument } from '../plan/plan-document.js';
import type { PlanFault } from '../plan/plan-fault.js';
import { compileFailover, type PinnedPlan } from './compile-failover.js';
import { drillSteps, undrillable } from './drill/drill-steps.js';
import { restoreCleanUp, restoreSteps, unrestorable } from './drill/restore-steps.js';
import { guardDrill } from './drill/drill-guard.js';
import { procedureSteps } from './procedure-steps.js';
import type { Runbook, RunbookStep } from './runbook.js';
import { buildStep, type StepDraft } from './step-list.js';

export interface TestRequest {
  readonly scenarios: readonly TestScenario[];
  readonly cleanUp: boolean;
  readonly timeoutMs: number;
  /** Restore the components' backups, instead of failing over to their drill targets. */
  readonly restore?: boolean;
}

/** As for a failover: what fails once is tried again before it counts as failed. */
const RETRIES = 2;

/** What keeps a plan from being tested in these scenarios, all at once. */
export function testFaults(
  plan: Pick<PinnedPlan, 'document' | 'mode'>,
  scenarios: readonly TestScenario[],
  restore = false,
): readonly PlanFault[] {
  const components = new Map(plan.document.components.map((component) => [component.component_id, component]));
  return scenarios.flatMap((scenario, at) =>
    scenario.components.flatMap((id, index): readonly PlanFault[] => {
      const field = `test_scenarios[${at}].components[${index}]`;
      const component = components.get(id);
      if (component === undefined) return [{ field, issue: `unknown component ${id}` }];
      const why = restore ? unrestorable : undrillable;
      const issue = plan.mode === 'live' ? why(component) : null;
      return issue === null ? [] : [{ field, issue }];
    }),
  );
}

/** A scenario's steps: what it tries, and what makes its drill targets usable again. */
interface CompiledScenario {
  readonly components: readonly string[];
  readonly trial: readonly RunbookStep[];
  readonly cleanUp: readonly RunbookStep[];
}

/**
 * Compiles a test into a runbook: its scenarios one after the other, in each of them everything at once that may be.
 * A live plan is exercised on its drill targets only; one in simulation is walked through. `testFaults` found none.
 * @throws UnsafeDrillError when the runbook would touch production or routing.
 */
export function compileTest(plan: PinnedPlan, request: TestRequest): Runbook {
  const scenarios = request.scenarios.map((scenario): CompiledScenario =>
    plan.mode === 'live'
      ? drill(plan, scenario, request)
      : { components: scenario.components, trial: walkThrough(plan, scenario), cleanUp: [] },
  );
  const runbook: Runbook = {
    kind: 'test',
    mode: plan.mode,
    planId: plan.planId,
    planVersion: plan.version,
    failoverType: null,
    // Without one the engine can not move the plan's authority.
    direction: null,
    parallel: true,
    timeoutMs: request.timeoutMs,
    outageStartedAt: null,
    steps: inOrder(scenarios),
  };
  guardDrill(runbook, plan.document, { restore: request.restore ?? false });
  return runbook;
}

/**
 * One scenario after the other. Cleaning up comes last of all, so that what waits for a person there keeps no scenario
 * from being tried; only a drill target that a later scenario needs again is cleaned before that.
 */
function inOrder(scenarios: readonly CompiledScenario[]): readonly RunbookStep[] {
  const steps: RunbookStep[] = [];
  const late: RunbookStep[] = [];
  let tried: readonly string[] = [];
  scenarios.forEach((scenario, index) => {
    const shares = (other: CompiledScenario) => other.components.some((id) => scenario.components.includes(id));
    const reused = scenarios
      .slice(0, index)
      .filter(shares)
      .flatMap(({ cleanUp }) => lastOf(cleanUp));
    steps.push(...behind(scenario.trial, [...tried, ...reused]));
    if (scenario.trial.length > 0) tried = lastOf(scenario.trial);
    (scenarios.slice(index + 1).some(shares) ? steps : late).push(...scenario.cleanUp);
  });
  return [
    ...steps,
    ...late.map((step) => ({
      ...step,
      dependsOn: [...step.dependsOn, ...tried.filter((id) => !step.dependsOn.includes(id))],
    })),
  ];
}

/** The first steps wait for others. */
function behind(steps: readonly RunbookStep[], others: readonly string[]): readonly RunbookStep[] {
  return steps.map((step) => (step.dependsOn.length === 0 ? { ...step, dependsOn: [...new Set(others)] } : step));
}

/** Ids of the steps for which no other of them waits. */
function lastOf(steps: readonly RunbookStep[]): readonly string[] {
  const waitedFor = new Set(steps.flatMap((step) => step.dependsOn));
  return steps.map((step) => step.id).filter((id) => !waitedFor.has(id));
}

/** Step ids begin with it. Scenario ids hold no dots, so it can be told from the rest. */
export function scenarioPrefix(scenarioId: string): string {
  return `${scenarioId}.`;
}

/** The steps of a scenario, its clean-up among them. */
export function stepsOfScenario(runbook: Runbook, scenarioId: string): readonly RunbookStep[] {
  return runbook.steps.filter((step) => step.id.startsWith(scenarioPrefix(scenarioId)));
}

/** The failover of the scenario's components as it would be walked through. */
function walkThrough(plan: PinnedPlan, scenario: TestScenario): readonly RunbookStep[] {
  const prefix = scenarioPrefix(scenario.scenario_id);
  const { steps } = compileFailover(plan, {
    failoverType: 'unplanned',
    componentIds: scenario.components,
    verifyBefore: true,
    verifyAfter: true,
    updateDns: true,
    updateLoadBalancer: true,
    retryAttempts: 0,
    parallel: true,
    timeoutMs: 0,
    outageStartedAt: null,
  });
  return steps.map((step) => ({
    ...step,
    id: `${prefix}${step.id}`,
    dependsOn: step.dependsOn.map((id) => `${prefix}${id}`),
  }));
}

function drill(
  plan: PinnedPlan,
  scenario: TestScenario,
  { cleanUp, restore = false }: Pick<TestRequest, 'cleanUp' | 'restore'>,
): CompiledScenario {
  const prefix = scenarioPrefix(scenario.scenario_id);
  const ordered = topologicalOrder(
    plan.document.components.map((component) => ({
      ...component,
      id: component.component_id,
      dependsOn: component.dependencies,
    })),
  ).order;
  const gatesOf = new Map<string, readonly string[]>();
  const drafts: StepDraft[] = [];
  const chosen: Component[] = [];
  for (const component of ordered) {
    let gates = component.dependencies.flatMap((id) => gatesOf.get(id) ?? []);
    if (scenario.components.includes(component.component_id)) {
      chosen.push(component);
      const compiled = restore
        ? restoreSteps({ component, prefix, after: gates })
        : drillSteps({ planId: plan.planId, component, prefix, after: gates });
      drafts.push(...compiled.steps);
      gates = [...compiled.gates];
    }
    gatesOf.set(component.component_id, gates);
  }
  const after =
    !cleanUp || drafts.length === 0
      ? []
      : restore
        ? restoreCleanUp(chosen, prefix, drafts)
        : cleanUpSteps(plan.document, scenario, chosen, drafts);
  const build = (draft: StepDraft) => buildStep(draft, { retries: RETRIES });
  return { components: scenario.components, trial: drafts.map(build), cleanUp: after.map(build) };
}

/** Makes the drill targets usable again: by the procedures that they name, and by a person where they name none. */
function cleanUpSteps(
  plan: PlanDocument,
  scenario: TestScenario,
  components: readonly Component[],
  before: readonly StepDraft[],
): readonly StepDraft[] {
  const prefix = `${scenarioPrefix(scenario.scenario_id)}cleanup`;
  const after = before.map((step) => step.id);
  const automated = components.flatMap((component): readonly StepDraft[] => {
    const reset = component.targets?.drill?.reset;
    const procedure = plan.recovery_procedures.find(({ procedure_id }) => procedure_id === reset);
    if (!procedure) return [];
    return procedureSteps(procedure, `${prefix}.${component.component_id}`, component.component_id, after).steps;
  });
  const byHand = components.filter((component) => component.targets?.drill?.reset === undefined);
  const task = `Reset the drill target of ${byHand.map((component) => component.name).join(', ')}`;
  const manual: readonly StepDraft[] =
    byHand.length === 0
      ? []
      : [
          {
            id: prefix,
            name: task,
            phase: 'cleanup',
            action: 'manual',
            inputs: { task },
            after,
            policy: { retries: 0 },
          },
        ];
  // A failed clean-up waits for a person, who repairs and repeats it.
  return [...automated, ...manual].map((step) => ({
    ...step,
    phase: 'cleanup',
    policy: { ...step.policy, onFailure: 'pause' },
  }));
}
