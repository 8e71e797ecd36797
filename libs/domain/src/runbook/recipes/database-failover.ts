import type { Component, PostgresTarget, Site } from '../../plan/plan-document.js';
import type { Recipe, RecipeContext } from '../recipe.js';
import type { StepDraft } from '../step-list.js';

/**
 * Fence the old primary, let the standby replay everything it can get, promote it, prove that it takes writes.
 * The order is what keeps a second primary and lost writes out: nothing is promoted before the fence was tried.
 */
export const databaseFailover: Recipe = {
  unbound: (_plan, component) => missingPostgres(component, 'database_failover'),

  prechecks: ({ component, direction, failoverType, after }) => {
    const standby = {
      id: `${component.component_id}.check_standby`,
      name: `${component.name}: standby is streaming and ready`,
      phase: 'precheck' as const,
      componentId: component.component_id,
      action: 'postgres.check',
      inputs: { url: postgres(component, direction.to).url, role: 'standby' },
      after,
      idempotent: true,
      policy: { timeoutMs: 10_000, onFailure: failoverType === 'planned' ? ('rollback' as const) : ('pause' as const) },
    };
    if (failoverType === 'unplanned') return [standby];
    return [
      {
        ...standby,
        id: `${component.component_id}.check_primary`,
        name: `${component.name}: primary is healthy`,
        inputs: { url: postgres(component, direction.from).url, role: 'primary' },
      },
      standby,
    ];
  },

  steps: (context) => {
    const { component, direction, failoverType, planId, after } = context;
    const id = (step: string): string => `${component.component_id}.${step}`;
    const planned = failoverType === 'planned';
    const common = { componentId: component.component_id, idempotent: true };
    const steps: readonly StepDraft[] = [
      {
        ...common,
        id: id('fence'),
        name: `${component.name}: fence the ${direction.from} site`,
        phase: 'fence',
        action: 'postgres.fence',
        inputs: { url: postgres(component, direction.from).url, required: fencingRequired(context) },
        after,
        undoable: true,
        policy: { timeoutMs: planned ? 15_000 : 5_000, onFailure: planned ? 'rollback' : 'pause' },
      },
      {
        ...common,
        id: id('wait_replay'),
        name: `${component.name}: standby has replayed everything it received`,
        phase: 'synchronize',
        action: 'postgres.wait_replay',
        inputs: { url: postgres(component, direction.to).url, lsn: `{{steps.${id('fence')}.output.lsn}}` },
        after: [id('fence')],
        proves: ['data_synchronized'],
        // A planned failover either loses nothing or changes nothing.
        policy: { timeoutMs: 30_000, retries: planned ? 0 : 1, onFailure: planned ? 'rollback' : 'pause' },
      },
      {
        ...common,
        id: id('promote'),
        name: `${component.name}: promote the ${direction.to} site`,
        phase: 'promote',
        action: 'postgres.promote',
        inputs: { url: postgres(component, direction.to).url },
        after: [id('wait_replay')],
        pointOfNoReturn: true,
      },
      {
        ...common,
        id: id('verify_writable'),
        name: `${component.name}: the ${direction.to} site takes writes`,
        phase: 'verify',
        action: 'postgres.verify_writable',
        inputs: {
          url: postgres(component, direction.to).url,
          plan_id: planId,
          component_id: component.component_id,
        },
        after: [id('promote')],
        proves: ['data_integrity', 'connectivity'],
      },
    ];
    return { steps, gates: [id('verify_writable')] };
  },
};

/** Measures, by the canary, how much was lost. Traffic does not wait for it. */
export const dataSynchronization: Recipe = {
  unbound: (_plan, component) =>
    component.recovery_procedures.includes('database_failover')
      ? missingPostgres(component, 'data_synchronization')
      : 'data_synchronization needs database_failover in the same component: it proves what that moved',
  prechecks: () => [],
  steps: ({ component, direction, planId, after }) => ({
    steps: [
      {
        id: `${component.component_id}.measure_loss`,
        name: `${component.name}: measure what was lost`,
        phase: 'verify',
        componentId: component.component_id,
        action: 'postgres.measure_loss',
        inputs: {
          url: postgres(component, direction.to).url,
          plan_id: planId,
          component_id: component.component_id,
          fence_lsn: `{{steps.${component.component_id}.fence.output.lsn}}`,
        },
        after: [`${component.component_id}.promote`],
        idempotent: true,
        proves: ['data_loss_measured'],
        // Not knowing the loss must not keep the service down.
        policy: { onFailure: 'continue' },
      },
    ],
    gates: after,
  }),
};

function fencingRequired({ failoverType }: RecipeContext): boolean {
  // An unplanned failover may face a dead primary: the fence is tried and its result recorded.
  return failoverType === 'planned';
}

function postgres(component: Component, site: Site): PostgresTarget {
  const target = component.targets?.[site];
  if (target?.driver !== 'postgres') throw new Error(`${component.component_id} has no postgres target at ${site}`);
  return target;
}

function missingPostgres(component: Component, procedure: string): string | null {
  const missing = (['primary', 'secondary'] as const).filter(
    (site) => component.targets?.[site]?.driver !== 'postgres',
  );
  return missing.length === 0 ? null : `${procedure} needs a postgres target at ${missing.join(' and ')}`;
}
