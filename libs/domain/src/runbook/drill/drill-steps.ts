import type { Component, DrillTarget } from '../../plan/plan-document.js';
import { healthStep } from '../recipes/health-check-verification.js';
import { isBuiltIn } from '../recipes/built-in.js';
import type { RecipeSteps } from '../recipe.js';
import type { StepDraft } from '../step-list.js';

interface DrillContext {
  readonly planId: string;
  readonly component: Component;
  /** Makes step ids unique in the runbook; ends with a dot. */
  readonly prefix: string;
  readonly after: readonly string[];
}

/** Procedures that a test does on a drill target. Everything else would touch production, routing or the unknown. */
const EXERCISED = ['database_failover', 'data_synchronization', 'health_check_verification'] as const;
type Exercised = (typeof EXERCISED)[number];

export function isExercised(procedure: string): procedure is Exercised {
  return EXERCISED.some((name) => name === procedure);
}

/** Why a procedure of a component is left out of every test; null when it is exercised. */
export function whyNotExercised(procedure: string): string | null {
  if (isExercised(procedure)) return null;
  switch (procedure) {
    case 'load_balancer_failover':
    case 'dns_switchover':
      return `not exercised: ${procedure} (routing is never touched by a test)`;
    default:
      return isBuiltIn(procedure)
        ? `not exercised: ${procedure} (it has no driver)`
        : `not exercised: ${procedure} (nothing says what of it is apart from production)`;
  }
}

/** Why a component of a live plan can not be tested; null when it can. */
export function undrillable(component: Component): string | null {
  const { targets, component_id: id, recovery_procedures: procedures } = component;
  if (targets?.drill === undefined) {
    return `${id} has no drill target: a live plan is only ever tested on targets.drill`;
  }
  const needing = procedures.filter((name) => name === 'database_failover' || name === 'data_synchronization');
  return needing.length > 0 && targets.drill.driver !== 'postgres'
    ? `${id} needs a postgres drill target for ${needing.join(' and ')}`
    : null;
}

/**
 * What a test does to a component: its failover, but on its drill target alone and without a fence. Every failure lets
 * the test go on: it is there to find what fails, and has to reach its clean-up without anybody being awake.
 */
export function drillSteps(context: DrillContext): RecipeSteps {
  const { component } = context;
  const drill = component.targets?.drill;
  if (drill === undefined) throw new Error(`${component.component_id} has no drill target`);
  let gates = context.after;
  const steps: StepDraft[] = [];
  for (const procedure of component.recovery_procedures.filter(isExercised)) {
    const drafts = procedureDrill(procedure, { ...context, after: gates }, drill);
    steps.push(...drafts);
    gates = [drafts.at(-1)!.id];
  }
  return { steps, gates };
}

function procedureDrill(procedure: Exercised, context: DrillContext, drill: DrillTarget): readonly StepDraft[] {
  const { planId, component, after } = context;
  const id = (step: string): string => `${context.prefix}${component.component_id}.${step}`;
  const common = { componentId: component.component_id, idempotent: true, policy: { onFailure: 'continue' } } as const;
  const canary = { url: drill.url, plan_id: planId, component_id: component.component_id };
  switch (procedure) {
    case 'database_failover':
      return [
        {
          ...common,
          id: id('check_standby'),
          name: `${component.name}: the drill target is a standby`,
          phase: 'precheck',
          action: 'postgres.check',
          inputs: { url: drill.url, role: 'standby' },
          after,
        },
        {
          ...common,
          id: id('wait_replay'),
          name: `${component.name}: the drill target has replayed everything it received`,
          phase: 'synchronize',
          action: 'postgres.wait_replay',
          // Production is not fenced and goes on writing, so there is no last position to wait for: what had arrived
          // when the drill began is what a site lost at that moment would have left.
          inputs: { url: drill.url, lsn: `{{steps.${id('check_standby')}.output.received_lsn}}` },
          after: [id('check_standby')],
          proves: ['data_synchronized'],
        },
        {
          ...common,
          id: id('promote'),
          name: `${component.name}: promote the drill target`,
          phase: 'promote',
          action: 'postgres.promote',
          inputs: { url: drill.url },
          after: [id('wait_replay')],
        },
        {
          ...common,
          id: id('verify_writable'),
          name: `${component.name}: the drill target takes writes`,
          phase: 'verify',
          action: 'postgres.verify_writable',
          inputs: canary,
          after: [id('promote')],
          proves: ['data_integrity', 'connectivity'],
        },
      ];
    case 'data_synchronization':
      return [
        {
          ...common,
          id: id('measure_loss'),
          name: `${component.name}: measure what would have been lost`,
          phase: 'verify',
          action: 'postgres.measure_loss',
          inputs: { ...canary, fence_lsn: null },
          after,
          proves: ['data_loss_measured'],
        },
      ];
    case 'health_check_verification':
      return [
        {
          ...common,
          ...healthStep(drill),
          id: id('health'),
          name: `${component.name}: the drill target is healthy`,
          after,
        },
      ];
  }
}
