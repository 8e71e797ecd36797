import type { Priority } from '#domain/plan/plan-document.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';

/** One queue for each kind of execution, so that workers can be scaled for each kind alone. */
export const QUEUE_OF: Readonly<Record<ExecutionKind, string>> = {
  failover: 'failovers',
  procedure: 'procedures',
  test: 'tests',
};

export const KINDS = Object.keys(QUEUE_OF) as readonly ExecutionKind[];

/** All that a job holds: who looks up the rest finds the truth, whatever the queue has lost or repeated. */
export interface BellJob {
  readonly executionId: string;
}

/** BullMQ takes the lowest number first. */
export const BELL_PRIORITY: Readonly<Record<Priority, number>> = { critical: 1, high: 2, medium: 3, low: 4 };

/**
 * How workers hold a bell, milliseconds. One that dies with a bell in its hand, before it has taken the lease, leaves it
 * locked, and the sweepers' next ring for the same state changes nothing: so the lock must run out as soon as a lease
 * does. A bell that is heard twice is harmless, and one that is given up is rung again by a sweeper.
 */
export const BELL_WORKER = { lockDuration: 3_000, stalledInterval: 1_000 } as const;
