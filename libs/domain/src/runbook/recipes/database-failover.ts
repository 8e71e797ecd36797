import type { JsonObject } from '../../json.js';
import type { Component, FencingPolicy, PostgresTarget, Site } from '../../plan/plan-document.js';
import type { Recipe } from '../recipe.js';
import type { StepPolicy } from '../runbook.js';
import { precheckPolicy } from '../site-checks.js';
import type { StepDraft } from '../step-list.js';

/** Milliseconds in which a fence has to stand, where nothing else than the database is asked. */
const FENCE_MS = { planned: 15_000, unplanned: 5_000 } as const;
/** Milliseconds more where a hook may have to take the server away. */
const FENCE_HOOK_MS = 60_000;
const REPLAY_OF_THE_REST: Partial<StepPolicy> = { timeoutMs: 30_000, retries: 1, onFailure: 'pause' };

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
      ...precheckPolicy(failoverType, false),
    };
    if (failoverType === 'unplanned') return [standby];
    return [
      {
        ...standby,
        id: `${component.component_id}.check_primary`,
        name: `${component.name}: primary is healthy`,
        inputs: { url: postgres(component, direction.from).url, role: 'primary' },
        ...precheckPolicy(failoverType, true),
      },
      standby,
    ];
  },

  steps: ({ plan, component, direction, failoverType, fencing, planId, after }) => {
    const id = (step: string): string => `${component.component_id}.${step}`;
    const planned = failoverType === 'planned';
    const source = postgres(component, direction.from);
    const standby = postgres(component, direction.to).url;
    const synchronous = plan.failover_configuration.synchronous ?? false;
    const common = { componentId: component.component_id, idempotent: true };
    const steps: readonly StepDraft[] = [
      {
        ...common,
        id: id('fence'),
        name: `${component.name}: fence the ${direction.from} site`,
        phase: 'fence',
        action: 'postgres.fence',
        after,
        undoable: true,
        ...(planned
          ? {
              inputs: fenceInputs(source, 'require'),
              policy: { timeoutMs: fenceTime(source, 'planned'), onFailure: 'rollback' },
              whenUngraceful: faceDeadPrimary(source, fencing),
            }
          : faceDeadPrimary(source, fencing)),
      },
      {
        ...common,
        id: id('wait_replay'),
        name: `${component.name}: standby has replayed everything it received`,
        phase: 'synchronize',
        action: 'postgres.wait_replay',
        inputs: { url: standby, lsn: `{{steps.${id('fence')}.output.lsn}}` },
        after: [id('fence')],
        proves: ['data_synchronized'],
        // A planned failover either loses nothing or changes nothing.
        policy: planned ? { timeoutMs: 30_000, retries: 0, onFailure: 'rollback' } : REPLAY_OF_THE_REST,
        // The source may have died behind its fence: what it still had will never come, and is not waited for.
        ...(planned ? { whenUngraceful: { inputs: { url: standby, lsn: null }, policy: REPLAY_OF_THE_REST } } : {}),
      },
      ...(synchronous
        ? [
            {
              ...common,
              id: id('synchronous_off'),
              name: `${component.name}: the ${direction.to} site waits for no standby`,
              phase: 'synchronize' as const,
              // A lone primary that waits for a standby hangs with its first commit.
              action: 'postgres.synchronous',
              inputs: { url: standby, standby: null },
              after: [id('wait_replay')],
            },
          ]
        : []),
      {
        ...common,
        id: id('promote'),
        name: `${component.name}: promote the ${direction.to} site`,
        phase: 'promote',
        action: 'postgres.promote',
        inputs: { url: standby },
        after: [id(synchronous ? 'synchronous_off' : 'wait_replay')],
        pointOfNoReturn: true,
      },
      {
        ...common,
        id: id('verify_writable'),
        name: `${component.name}: the ${direction.to} site takes writes`,
        phase: 'verify',
        action: 'postgres.verify_writable',
        inputs: { url: standby, plan_id: planId, component_id: component.component_id },
        after: [id('promote')],
        proves: ['data_integrity', 'connectivity'],
      },
    ];
    return { steps, gates: [id('verify_writable')] };
  },
};

/** Measures, by the canary, how much was lost. Traffic does not wait for it, nor does the proof that writes are taken. */
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
        after: [`${component.component_id}.verify_writable`],
        idempotent: true,
        proves: ['data_loss_measured'],
        // Not knowing the loss must not keep the service down.
        policy: { onFailure: 'continue' },
      },
    ],
    gates: after,
  }),
};

/** The primary may be dead: `require` waits for a person then, `best_effort` records what came of it. */
function faceDeadPrimary(
  source: PostgresTarget,
  fencing: FencingPolicy,
): { readonly inputs: JsonObject; readonly policy: Partial<StepPolicy> } {
  return {
    inputs: fenceInputs(source, fencing),
    policy: { timeoutMs: fenceTime(source, 'unplanned'), onFailure: 'pause' },
  };
}

function fenceInputs({ url, fence }: PostgresTarget, fencing: FencingPolicy): JsonObject {
  return { url, required: fencing === 'require', ...(fence === undefined ? {} : { hook: { ...fence } }) };
}

function fenceTime({ fence }: PostgresTarget, type: keyof typeof FENCE_MS): number {
  return FENCE_MS[type] + (fence === undefined ? 0 : FENCE_HOOK_MS);
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
