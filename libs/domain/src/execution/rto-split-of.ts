import { isHuman } from '../estimate/estimate.js';
import { splitRto, type RtoSplit, type Span } from '../measure/rto-split.js';
import type { Runbook, RunbookStep } from '../runbook/runbook.js';
import type { ExecutionState } from './execution-state.js';

/**
 * Where the recovery time of a component went, or of the whole when it is null. What other components did meanwhile is
 * the machine's: this one waited for them.
 * @returns null when nothing was recovered, or nobody knows when it began.
 */
export function rtoSplitOf(
  { steps }: Runbook,
  state: ExecutionState,
  outageStartedAt: Date | null,
  recoveredAt: Date | null,
  componentId: string | null,
): RtoSplit | null {
  const begun = [...state.steps.values()].flatMap(({ startedAt }) => startedAt?.getTime() ?? []);
  if (outageStartedAt === null || recoveredAt === null || begun.length === 0) return null;
  const own = steps.filter((step) => componentId === null || step.componentId === componentId);
  const spansOf = (those: readonly RunbookStep[]): readonly Span[] => those.flatMap(({ id }) => spanOf(state, id));
  return splitRto({
    outageStartedAt: outageStartedAt.getTime(),
    requestedAt: (state.requestedAt ?? outageStartedAt).getTime(),
    firstStepAt: Math.min(...begun),
    recoveredAt: recoveredAt.getTime(),
    pauses: state.pauses.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() })),
    machine: spansOf(own.filter((step) => !isHuman(step) && !converges(step))),
    converging: spansOf(own.filter(converges)),
    human: spansOf(own.filter(isHuman)),
  });
}

function converges({ phase }: RunbookStep): boolean {
  return phase === 'route' || phase === 'verify';
}

function spanOf(state: ExecutionState, stepId: string): readonly Span[] {
  const { startedAt, endedAt } = state.steps.get(stepId)!;
  return startedAt === null || endedAt === null ? [] : [{ from: startedAt.getTime(), to: endedAt.getTime() }];
}
