import type { EntityManager } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import { brokenUniqueConstraint } from '../broken-unique-constraint.js';
import type { NewFailover } from '../records.js';
import { insertExecution } from './insert-execution.js';

const INSERT_FAILOVER = /* sql */ `
  INSERT INTO failovers (failover_id, failover_type, reason, components, failover_options, execution_options)
  VALUES ($1, $2, $3, $4, $5, $6)
`;

/**
 * Writes a failover with its execution, its steps and the first entry of its journal, in the caller's transaction.
 * @throws PlanArchivedError, and what `isActiveFailoverConflict` recognises when the plan has one that is not over.
 */
export async function insertFailover(manager: EntityManager, failover: NewFailover): Promise<void> {
  const { runbook, plan, initiatedBy, failoverId, priority, triggeredBy } = failover;
  const request: JsonObject = {
    failover_type: failover.failoverType,
    reason: failover.reason,
    components: failover.components,
    failover_options: failover.failoverOptions,
    execution_options: failover.executionOptions,
    ...(failover.readinessOverride ? { override_readiness: { ...failover.readinessOverride } } : {}),
    ...(triggeredBy === undefined ? {} : { triggered_by: triggeredBy }),
    ...(failover.test === undefined ? {} : { test_id: failover.test.testId, test_leg: failover.test.leg }),
  };
  await insertExecution(manager, { executionId: failoverId, plan, runbook, request, priority, initiatedBy });
  await manager.query(INSERT_FAILOVER, [
    failoverId,
    failover.failoverType,
    failover.reason,
    failover.components,
    JSON.stringify(failover.failoverOptions),
    JSON.stringify(failover.executionOptions),
  ]);
}

export function isActiveFailoverConflict(error: unknown): boolean {
  return brokenUniqueConstraint(error) === 'one_active_failover_per_plan';
}
