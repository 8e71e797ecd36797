import type { Runbook } from '../runbook/runbook.js';
import { runbookInForce } from '../runbook/ungraceful.js';
import { nextApprovalExpiry } from './approval.js';
import { decideRollback, decideStop, doubts, timeoutReport } from './decide-stop.js';
import { end, NOTHING, withRecord, type Decision } from './decision.js';
import type { ExecutionState, StepState } from './execution-state.js';
import type { EngineEntry, PauseReason } from './journal-entry.js';
import { RunbookView } from './runbook-view.js';
import { isTerminal } from './transitions.js';

export type { Decision } from './decision.js';

/**
 * Decides the next moves of an execution. Pure: the same journal always leads to the same moves,
 * whichever worker asks.
 * @param active ids of steps that this holder is running (or undoing) at this moment.
 */
export function decide(runbook: Runbook, state: ExecutionState, active: ReadonlySet<string>): Decision {
  if (isTerminal(state.status)) return NOTHING;
  const view = new RunbookView(runbookInForce(runbook, state), state, active);
  if (state.status === 'rolling_back') return decideRollback(view);
  const owed = view.owed();
  if (owed.length > 0) return { ...NOTHING, record: owed };
  if (state.status !== 'pending') return decideCourse(view);
  if (state.cancelRequested) return end('cancelled', null);
  return withRecord([{ type: 'execution_started' }], decideCourse(view));
}

/** Back, on, or hold: what people ask for comes before what the runbook says. */
function decideCourse(view: RunbookView): Decision {
  const crossed = view.mayHaveCrossedPointOfNoReturn();
  const asked = view.askedToStop();
  if (asked !== null && !crossed) return decideStop(view, asked);
  const refused: readonly EngineEntry[] =
    asked === null ? [] : [{ type: 'cancel_refused', why: 'the point of no return may have been crossed' }];
  return withRecord(refused, view.state.pauseRequested === null ? decideMove(view, crossed) : decideHeld(view));
}

function decideMove(view: RunbookView, crossed: boolean): Decision {
  const cause = view.stopCause();
  // Past the point of no return there is no way back: a time-out is only noted, and a failed step pauses, because half
  // a failover is worse than a late one.
  return cause !== null && !crossed ? decideStop(view, cause) : decideForward(view);
}

/** What runs comes to its end; nothing else begins, and nothing is taken back by itself, until somebody resumes. */
function decideHeld(view: RunbookView): Decision {
  const recover = view.orphans();
  if (recover.length > 0) return proceed(view, { ...NOTHING, recover });
  if (view.active.size > 0) return NOTHING;
  const standing = view.waitsFor();
  const stands = standing !== null && view.state.pauseReason === standing.reason;
  return stands ? pause(view, standing.reason, standing.steps) : pause(view, 'operator', []);
}

function decideForward(view: RunbookView): Decision {
  const aborting = view.mayHaveCrossedPointOfNoReturn() ? [] : view.failedWith('abort');
  if (aborting.length > 0) {
    if (view.active.size > 0) return { ...NOTHING, abort: true };
    return withRecord(doubts(view.orphans()), end('failed', aborting[0]!.error));
  }
  const recover = view.orphans();
  if (view.blocking().length === 0) {
    const startable = view.startable();
    const room = view.runbook.parallel || view.active.size === 0;
    const chosen = !room ? [] : view.runbook.parallel ? startable : recover.length > 0 ? [] : startable.slice(0, 1);
    if (recover.length > 0 || chosen.length > 0) return proceed(view, { ...NOTHING, recover, start: chosen });
  }
  // What has begun is brought to its end first, also when it was begun by somebody who is gone.
  if (recover.length > 0) return proceed(view, { ...NOTHING, recover });
  if (view.active.size > 0) return NOTHING;
  const waits = view.waitsFor();
  return waits === null ? complete(view) : pause(view, waits.reason, waits.steps);
}

function complete(view: RunbookView): Decision {
  const { timedOut } = view.state;
  const exceptions = view.steps.some((step) => step.status !== 'succeeded' || step.byWord) || timedOut;
  const error = timedOut ? timeoutReport(view) : null;
  // A paused execution whose last step was confirmed or skipped runs again for the moment it takes to end.
  return proceed(view, end(exceptions ? 'completed_with_exceptions' : 'completed', error));
}

function proceed(view: RunbookView, decision: Decision): Decision {
  return view.state.status === 'paused' ? withRecord([{ type: 'execution_resumed' }], decision) : decision;
}

function pause({ state }: RunbookView, reason: PauseReason, steps: readonly StepState[]): Decision {
  const wakeAt = nextApprovalExpiry(state.steps.values());
  const isPaused = state.status === 'paused';
  const sameWake = wakeAt?.getTime() === state.wakeAt?.getTime();
  if (isPaused && state.pauseReason === reason && sameWake) return { ...NOTHING, park: true };
  const entry: EngineEntry = {
    type: 'execution_paused',
    reason,
    stepIds: steps.map((step) => step.id),
    ...(wakeAt === null ? {} : { wakeAt: wakeAt.toISOString() }),
  };
  const record: EngineEntry[] = isPaused ? [{ type: 'execution_resumed' }, entry] : [entry];
  return { ...NOTHING, record, park: true };
}
