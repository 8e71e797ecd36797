import { pause } from '#actions/pause.js';
import type { Leg } from '#domain/runbook/switchover/compile-switchover.js';
import { isTerminal } from '#domain/execution/transitions.js';
import type { ActionContext } from '#engine/ports.js';
import type { LegRecord, NewLeg } from '#persistence/dr-tests/test-leg-repository.js';
import type { AdminUserRecord, PlanRecord } from '#persistence/records.js';
import { LegFailedError } from './errors.js';
import { patiently } from './patiently.js';
import type { SwitchoverWorld } from './world.js';

/** Milliseconds between two looks at how an execution stands. */
export const POLL_MS = 200;

/** Starts the execution of a leg, or finds the one that was started, and waits for its end. */
export async function runLeg(
  world: SwitchoverWorld,
  { leg, version }: { readonly leg: Leg; readonly version: number },
  { executionId: testId, epoch, signal }: ActionContext,
  make: (plan: PlanRecord, initiatedBy: AdminUserRecord) => NewLeg,
): Promise<LegRecord> {
  const begin = () => world.legs.begin({ testId, leg, epoch, version }, make);
  const { leg: begun, isNew } = await patiently(POLL_MS, signal, begin);
  if (isNew) {
    const { executionId, runbook, priority } = begun;
    await world.ring({ executionId, kind: runbook.kind, priority, epoch: 0 });
  }
  for (;;) {
    const now = await patiently(POLL_MS, signal, () => world.legs.find({ testId, leg }));
    if (now !== null && isTerminal(now.status)) return now;
    await pause(POLL_MS, signal);
  }
}

/** @throws LegFailedError unless it was completed; by people's leave, too. */
export function requireCompleted({ executionId, status, error }: LegRecord): void {
  if (status === 'completed' || status === 'completed_with_exceptions') return;
  const why = error === null ? '' : `: ${error.message}`;
  throw new LegFailedError(executionId, `has ended as ${status}${why}`, { status });
}
