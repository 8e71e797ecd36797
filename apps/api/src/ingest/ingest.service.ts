import { Injectable } from '@nestjs/common';
import { checkExport, type CheckedExecution } from '#bundle/execution-export.js';
import { executionOutcome } from '#domain/execution/execution-outcome.js';
import {
  IngestRepository,
  type EndedExecution,
  type IngestedRecord,
} from '#persistence/repositories/ingest-repository.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { BundleKeys } from '../bundles/bundle-keys.js';

export interface IngestedExecution {
  readonly execution: CheckedExecution;
  readonly record: IngestedRecord;
}

/** Takes in what drctl has executed where this service was not. */
@Injectable()
export class IngestService {
  constructor(
    private readonly executions: IngestRepository,
    private readonly keys: BundleKeys,
    private readonly actors: Actors,
  ) {}

  /**
   * @throws InvalidBundleError, InvalidExportError, NotEndedError, IngestConflictError, PlanNotFoundError,
   *   PlanVersionNotFoundError
   */
  async ingest(document: unknown, caller: Caller): Promise<IngestedExecution> {
    const execution = checkExport(document, this.keys.trusted);
    const by = await this.actors.record(caller, caller.subject);
    return { execution, record: await this.executions.ingest(endedExecution(execution), by) };
  }
}

function endedExecution(execution: CheckedExecution): EndedExecution {
  const { bundle, runbook, state, request } = execution;
  const [kind, procedureId] = request.runbook.split(':');
  return {
    executionId: execution.executionId,
    bundleId: bundle.bundle_id,
    bundleEpoch: bundle.authority.epoch,
    executedBy: 'drctl',
    requestedBy: execution.requestedBy,
    runbook,
    request,
    reason: request.reason,
    priority: bundle.plan.document.priority,
    components: bundle.plan.document.components.map(({ component_id }) => component_id),
    procedureId: kind === 'procedure' ? procedureId! : null,
    records: execution.records,
    state,
    // Not what the journal says at its end: what the steps have proved is worked out here as for any other execution.
    outcome: executionOutcome(runbook, state),
    epoch: execution.epoch,
    digest: execution.digest,
  };
}
