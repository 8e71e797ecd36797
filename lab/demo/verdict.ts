import { WRITE_INTERVAL_MS } from '../client/write-client.js';
import { formatDuration } from '../terminal/duration.js';
import type { RunResult } from './run-result.js';
import { CANARY_INTERVAL_MS } from './service.js';

/** For what timers, two processes and a busy machine add to two measurements of the same thing. */
export const MEASURING_TOLERANCE_MS = 300;

/** The canary's RPO may differ from the loss that the client counted by what each of the two can not resolve. */
export const AGREEMENT_MS = CANARY_INTERVAL_MS + WRITE_INTERVAL_MS + MEASURING_TOLERANCE_MS;

export interface Check {
  readonly what: string;
  readonly holds: boolean;
  readonly found: string;
}

/** What must hold for the demo to succeed. */
export function checks(result: RunResult): readonly Check[] {
  return [...outcomeChecks(result), ...objectiveChecks(result), ...lossChecks(result)];
}

function outcomeChecks({ type, execution, failover, writableSites, expectedSite }: RunResult): readonly Check[] {
  const status = execution.error ? `${execution.status}: ${execution.error.message ?? ''}` : execution.status;
  return [
    { what: `${type}: completed`, holds: execution.status === 'completed', found: status },
    { what: `${type}: for real`, holds: execution.execution_mode === 'live', found: execution.execution_mode },
    {
      what: `${type}: verified`,
      holds: failover.status === 'completed' && failover.verification?.status === 'passed',
      found: failover.verification?.status ?? 'not verified',
    },
    {
      what: `${type}: ${expectedSite} alone takes writes`,
      holds: writableSites.length === 1 && writableSites[0] === expectedSite,
      found: writableSites.join(' and ') || 'no site does',
    },
  ];
}

function objectiveChecks({ type, execution, targets }: RunResult): readonly Check[] {
  const rto = execution.measurements?.rto_ms ?? null;
  const rpo = execution.measurements?.rpo_ms ?? null;
  return [
    { what: `${type}: RTO measured and met`, holds: rto !== null && rto <= targets.rtoMs, found: measured(rto) },
    { what: `${type}: RPO measured and met`, holds: rpo !== null && rpo <= targets.rpoMs, found: measured(rpo) },
  ];
}

function lossChecks({ type, execution, loss }: RunResult): readonly Check[] {
  const count = loss.lost.length;
  const rpo = execution.measurements?.rpo_ms ?? null;
  const difference = rpo === null ? null : Math.abs(rpo - loss.lossWindowMs);
  return [
    type === 'planned'
      ? { what: 'planned: no acknowledged write lost', holds: count === 0, found: `${count} lost` }
      : // Without a loss the agreement below would prove nothing.
        { what: 'unplanned: the cut cost writes', holds: count > 0, found: `${count} lost` },
    {
      what: `${type}: canary and client agree within ${formatDuration(AGREEMENT_MS)}`,
      holds: difference !== null && difference <= AGREEMENT_MS,
      found: difference === null ? 'no RPO' : `${formatDuration(difference)} apart`,
    },
  ];
}

function measured(ms: number | null): string {
  return ms === null ? 'not measured' : formatDuration(ms);
}
