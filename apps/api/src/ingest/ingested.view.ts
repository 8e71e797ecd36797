import { instant } from '../instant.js';
import type { IngestedExecution } from './ingest.service.js';

export function ingestedView({ execution, record }: IngestedExecution) {
  return {
    execution_id: record.executionId,
    plan_id: execution.runbook.planId,
    plan_version: execution.runbook.planVersion,
    bundle_id: record.bundleId,
    status: execution.state.status,
    ingested: true,
    executed_by: record.executedBy,
    ingested_at: instant(record.ingestedAt),
    epoch: record.epoch,
    authority_moved: record.authorityMoved,
    service_epoch_moved: record.serviceEpochMoved,
    unfinished_failover: record.unfinishedFailover,
  };
}
