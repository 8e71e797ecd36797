import { applyRecord, initialState, type ExecutionState } from '#domain/execution/execution-state.js';
import type { JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { isTerminal } from '#domain/execution/transitions.js';
import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { jsonDigest } from './canonical-json.js';
import { verifyBundle } from './bundle-signature.js';
import { InvalidExportError, NotEndedError } from './errors.js';
import { parseExport } from './export-form.js';
import { pinnedRunbook, type PlanBundle } from './plan-bundle.js';
import type { VerifyingKey } from './signing-key.js';

/** What the first entry of a run's journal says of it. */
export type RunRequest = JsonObject & {
  readonly reason: string;
  readonly bundle_id: string;
  readonly bundle_digest: string;
  readonly runbook: string;
  readonly outage_started_at: string | null;
  readonly executed_by: 'drctl';
};

/** A run as it is handed to the service. */
export interface ExecutionExport {
  readonly bundle: PlanBundle;
  readonly execution_id: string;
  readonly records: readonly { seq: number; epoch: number | null; at: string; entry: JournalEntry }[];
}

/** A run that has been checked: its journal is one that an engine writes for the runbook that was signed. */
export interface CheckedExecution {
  readonly executionId: string;
  readonly bundle: PlanBundle;
  readonly runbook: Runbook;
  readonly request: RunRequest;
  readonly requestedBy: string;
  readonly records: readonly JournalRecord[];
  readonly state: ExecutionState;
  /** The highest that the run had. */
  readonly epoch: number;
  /** Of bundle and records: the same run has the same. */
  readonly digest: string;
}

const PREFIX: Readonly<Record<string, string>> = { failover: 'failover_', procedure: 'exec_' };

/**
 * @throws InvalidBundleError when no key has signed the bundle.
 * @throws InvalidExportError when the journal is not a valid history of one of its runbooks.
 * @throws NotEndedError when it has not ended: whoever drives it goes on.
 */
export function checkExport(document: unknown, keys: readonly VerifyingKey[]): CheckedExecution {
  const { bundle: signed, execution_id: executionId, records } = parseExport(document);
  const bundle = verifyBundle(signed, keys);
  const { by, data: request } = requestOf(records);
  if (request.bundle_digest !== jsonDigest(bundle)) throw new InvalidExportError('it is a run of another bundle');
  const runbook = runbookOf(bundle, request);
  if (!executionId.startsWith(PREFIX[runbook.kind] ?? ' ')) throw new InvalidExportError('its id is of another kind');
  const epoch = checkOrder(records, bundle.authority.epoch);
  const state = fold(executionId, runbook, records);
  if (!isTerminal(state.status)) throw new NotEndedError(executionId, state.status);
  const digest = jsonDigest({
    bundle,
    executionId,
    records: records.map((one) => ({ ...one, at: one.at.toISOString() })),
  });
  return { executionId, bundle, runbook, request, requestedBy: by, records, state, epoch, digest };
}

function requestOf(records: readonly JournalRecord[]): { readonly by: string; readonly data: RunRequest } {
  const entry = records[0]?.entry;
  if (entry?.type !== 'execution_requested') throw new InvalidExportError('it does not begin with a request');
  const { reason, outage_started_at: outage } = entry.data;
  const isInstant = typeof outage === 'string' && !Number.isNaN(Date.parse(outage));
  if (typeof reason !== 'string' || !(outage === null || isInstant)) {
    throw new InvalidExportError('its request is not one of drctl');
  }
  return { by: entry.by, data: entry.data as RunRequest };
}

function runbookOf(bundle: PlanBundle, { runbook, outage_started_at }: RunRequest): Runbook {
  try {
    return pinnedRunbook(bundle, runbook, outage_started_at);
  } catch (error) {
    throw new InvalidExportError(error instanceof DomainError ? error.message : 'it names no runbook');
  }
}

/** Numbers without gaps, and epochs that only rise, all of them above the one that the bundle was made under. */
function checkOrder(records: readonly JournalRecord[], above: number): number {
  let epoch = above;
  for (const [index, record] of records.entries()) {
    if (record.seq !== index + 1) throw new InvalidExportError(`entry ${index + 1} is missing`);
    const isRequest = 'by' in record.entry;
    if (isRequest !== (record.epoch === null)) throw new InvalidExportError(`entry ${record.seq} has a wrong epoch`);
    if (record.epoch === null) continue;
    if (record.epoch <= above || record.epoch < epoch) throw new InvalidExportError(`entry ${record.seq} is stale`);
    epoch = record.epoch;
  }
  return epoch;
}

function fold(executionId: string, runbook: Runbook, records: readonly JournalRecord[]): ExecutionState {
  let state = initialState(executionId, runbook);
  for (const record of records) {
    try {
      state = applyRecord(state, record);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new InvalidExportError(`entry ${record.seq}: ${error.message}`);
    }
    if (record.entry.type === 'authority_moved' && record.entry.to !== runbook.direction?.to) {
      throw new InvalidExportError(`entry ${record.seq} moves the authority elsewhere`);
    }
    // What the state machine does not know, it does not turn into a state.
    if (state.status === undefined) throw new InvalidExportError(`entry ${record.seq} is of an unknown type`);
  }
  return state;
}
