import { topologicalOrder } from '../graph/dependency-graph.js';
import type { Component, PlanDocument, PostgresTarget, ServerControl, Site } from '../plan/plan-document.js';
import { otherSite } from '../plan/plan-document.js';
import type { PinnedPlan } from './compile-failover.js';
import type { Runbook } from './runbook.js';
import { buildStep, type StepDraft } from './step-list.js';

/** Seconds that a server gets to become a standby again, when its control does not say. */
const DEFAULT_CONTROL_TIMEOUT_S = 3_600;
/** A server that does not come back at once is not brought back by trying the same again and again. */
const RETRIES = 1;

/** Components whose databases stand at both sites; nothing else has to be made a standby again. */
export function replicatedComponents(plan: PlanDocument): readonly Component[] {
  return plan.components.filter(
    ({ recovery_procedures, targets }) =>
      recovery_procedures.includes('database_failover') &&
      targets?.primary?.driver === 'postgres' &&
      targets.secondary?.driver === 'postgres',
  );
}

/** Why the site that is not active can not be made a standby by the service; empty: it can. */
export function reprotectObstacles({ document, activeSite, mode }: PinnedPlan): readonly string[] {
  if (mode !== 'live') return ['the plan is a simulation: there is nothing to reprotect'];
  const components = replicatedComponents(document);
  if (components.length === 0) return ['no component of the plan has a database at both sites'];
  const site = otherSite(activeSite);
  return components
    .filter((component) => target(component, site).control === undefined)
    .map(
      ({ component_id }) =>
        `${component_id}: targets.${site} has no control; make it a standby by hand, and the plan is protected as soon as it streams`,
    );
}

/**
 * Compiles what makes the databases of the site that is not active standbys of the active one's again. It has no
 * direction: the plan's authority stays where it is. `reprotectObstacles` found none.
 * @param onFailure `abort`: nobody is waited for who would mend and repeat it.
 */
export function compileReprotect(plan: PinnedPlan, onFailure: 'pause' | 'abort' = 'pause'): Runbook {
  const { document, activeSite } = plan;
  const site = otherSite(activeSite);
  const drafts = replicatedComponents(document).flatMap((component) => rejoinSteps(document, component, site));
  const steps = drafts
    .map((draft) => ({ ...draft, policy: { ...draft.policy, onFailure } }))
    .map((draft) => buildStep(draft, { retries: RETRIES }));
  return {
    kind: 'procedure',
    mode: plan.mode,
    planId: plan.planId,
    planVersion: plan.version,
    failoverType: null,
    direction: null,
    parallel: true,
    timeoutMs: steps.reduce((sum, { policy }) => sum + policy.timeoutMs * (policy.retries + 1), 0),
    outageStartedAt: null,
    steps: topologicalOrder(steps).order,
  };
}

function rejoinSteps(plan: PlanDocument, component: Component, site: Site): readonly StepDraft[] {
  const id = (step: string): string => `${component.component_id}.${step}`;
  const common = { componentId: component.component_id, phase: 'synchronize', idempotent: true } as const;
  const { url, control } = target(component, site);
  const upstream = target(component, otherSite(site));
  const { timeout = DEFAULT_CONTROL_TIMEOUT_S, ...hooks } = control!;
  const rejoin: StepDraft = {
    ...common,
    id: id('rejoin'),
    name: `${component.name}: the ${site} site streams from the ${otherSite(site)} site`,
    action: 'postgres.rejoin',
    inputs: {
      url,
      upstream: upstream.url,
      control: plainHooks(hooks),
      // By which the upstream has followed this server; what makes it a standby may leave it there.
      ...(upstream.control === undefined ? {} : { left_slot: upstream.control.slot }),
    },
    after: [],
    undoable: true,
    proves: ['data_synchronized'],
    policy: { timeoutMs: timeout * 1000 },
  };
  if (plan.failover_configuration.synchronous !== true) return [rejoin];
  return [
    rejoin,
    {
      ...common,
      id: id('synchronous_on'),
      name: `${component.name}: commits wait for the ${site} site`,
      action: 'postgres.synchronous',
      inputs: { url: upstream.url, standby: hooks.slot },
      after: [id('rejoin')],
      undoable: true,
    },
  ];
}

/** Plain data; interfaces only have no index signature. */
function plainHooks({ slot, stop, start, rewind, base_copy }: Omit<ServerControl, 'timeout'>) {
  return {
    slot,
    stop: { ...stop },
    start: { ...start },
    ...(rewind === undefined ? {} : { rewind: { ...rewind } }),
    ...(base_copy === undefined ? {} : { base_copy: { ...base_copy } }),
  };
}

function target(component: Component, site: Site): PostgresTarget {
  return component.targets![site] as PostgresTarget;
}
