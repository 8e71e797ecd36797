import { z } from 'zod';
import { ActionAbortedError } from '#actions/errors.js';
import { inputParser } from '#actions/parse-inputs.js';
import { pause } from '#actions/pause.js';
import type { Json, JsonObject } from '#domain/json.js';
import { topologyDifferences } from '#domain/runbook/switchover/topology.js';
import type { Action } from '#engine/ports.js';
import { ofPlan, site } from './inputs.js';
import { patiently } from './patiently.js';
import { planTopology, type PlanTopology } from './plan-topology.js';
import { SwitchoverNotReadyError } from './errors.js';
import type { SwitchoverWorld } from './world.js';

const schema = z.strictObject({
  ...ofPlan,
  /** The site that has to serve the plan. */
  active: site,
  /** The failover of the test that has made it so; absent: the test has not moved it yet. */
  moved_by: z.string().optional(),
  /** How everything replicated before the test; absent: it has only begun. */
  before: z.custom<Json>().optional(),
});
type Inputs = z.output<typeof schema>;

/** Milliseconds between two looks. */
const POLL_MS = 500;
/** Milliseconds that a plan gets to be ready before the test, and to settle after a step of it. */
const BEFORE_MS = 30_000;
const AFTER_MS = 90_000;

/** Looks whether the plan may be moved now; with `before`, whether everything replicates as it did then. */
export function switchoverCheck(world: SwitchoverWorld): Action<Inputs> {
  return {
    name: 'switchover.check',
    parse: inputParser('switchover.check', schema),
    // It changes nothing, so it can be done again at any time.
    probe: () => Promise.resolve({ answer: 'not_done' }),
    async apply(inputs, { signal }) {
      const deadline = performance.now() + (inputs.moved_by === undefined ? BEFORE_MS : AFTER_MS);
      for (;;) {
        const { reasons, topology } = await patiently(POLL_MS, signal, () => look(world, inputs, signal));
        if (reasons.length === 0) return { active_site: inputs.active, topology: topology.servers };
        if (performance.now() > deadline) throw new SwitchoverNotReadyError(reasons);
        try {
          await pause(POLL_MS, signal);
        } catch (error) {
          throw error instanceof ActionAbortedError ? new SwitchoverNotReadyError(reasons) : error;
        }
      }
    },
    verify: () => Promise.resolve({} as JsonObject),
  };
}

async function look(
  { legs, plans, protections, readiness, sessions }: SwitchoverWorld,
  inputs: Inputs,
  signal: AbortSignal,
): Promise<{ readonly reasons: readonly string[]; readonly topology: PlanTopology }> {
  const { plan_id: planId, version, active, moved_by: movedBy, before } = inputs;
  const document = await plans.document(planId, version);
  const [standing, protection, ready, topology] = await Promise.all([
    legs.standing(planId),
    protections.of(planId),
    readiness.summary(planId),
    planTopology(sessions, document, active, signal),
  ]);
  const reasons = [
    ...(standing.status === 'active' ? [] : [`the plan is ${standing.status}`]),
    ...(standing.activeSite === active ? [] : [`the plan runs at its ${standing.activeSite} site`]),
    ...(movedBy === undefined || standing.movedBy === movedBy
      ? []
      : [`somebody else has moved the plan: ${standing.movedBy}`]),
    ...standing.underWay.map((id) => `${id} is under way`),
    ...(protection.state === 'protected' ? [] : [`the plan is ${protection.state ?? 'without anything to protect'}`]),
    // What counts at the end is that everything is as it was, ready or not.
    ...(before === undefined && ready.status === 'not_ready' ? ['the plan is not ready: look at its readiness'] : []),
    ...topology.faults,
    ...(before === undefined ? [] : topologyDifferences(before, topology.servers)),
  ];
  return { reasons, topology };
}
