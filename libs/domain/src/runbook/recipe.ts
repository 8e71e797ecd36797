import type { Component, FencingPolicy, PlanDocument } from '../plan/plan-document.js';
import type { Direction, FailoverType } from './runbook.js';
import type { StepDraft } from './step-list.js';

/** What a recipe may know when it turns a procedure of a component into steps. */
export interface RecipeContext {
  readonly planId: string;
  readonly plan: PlanDocument;
  readonly component: Component;
  readonly direction: Direction;
  readonly failoverType: FailoverType;
  /** Of what may face a dead primary: an unplanned failover, or a planned one that was switched to ungraceful. */
  readonly fencing: FencingPolicy;
  /** Steps that must be done before the first step of this procedure. */
  readonly after: readonly string[];
}

/** Steps of a procedure, and those of them on which whatever comes next has to wait. */
export interface RecipeSteps {
  readonly steps: readonly StepDraft[];
  readonly gates: readonly string[];
}

/** Gives a built-in procedure its meaning from a component's targets. */
export interface Recipe {
  /** Why the procedure can not be done for this component, naming what is missing; null when it can. */
  unbound(plan: PlanDocument, component: Component): string | null;
  /** Read-only checks that run before anything is changed. */
  prechecks(context: RecipeContext): readonly StepDraft[];
  steps(context: RecipeContext): RecipeSteps;
}
