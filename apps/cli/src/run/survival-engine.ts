import { hostname } from 'node:os';
import { createActionCatalog, type LiveActionCatalog } from '#actions/catalog.js';
import { createDrillCatalog } from '#actions/drill-catalog.js';
import { createTabletopCatalog } from '#actions/tabletop/tabletop-catalog.js';
import type { JournalRecord } from '#domain/execution/journal-entry.js';
import { executionOutcome } from '#domain/execution/execution-outcome.js';
import { isForbiddenInDrill } from '#domain/runbook/drill/drill-guard.js';
import { Engine } from '#engine/engine.js';
import { systemClock } from '#engine/system-clock.js';
import type { FileJournal } from '#file-journal/file-journal.js';
import type { RunSecrets } from './secrets.js';

/** What people ask for from other shells is seen within a quarter of it. */
const LEASE_TTL_MS = 4_000;
const GRACE_MS = 10_000;

export interface SurvivalEngine {
  readonly engine: Engine;
  readonly actions: LiveActionCatalog;
}

/** The service's engine and its actions, on a journal in files. */
export function survivalEngine(
  journal: FileJournal,
  secrets: RunSecrets,
  onRecord: (record: JournalRecord) => void,
  onFault: (error: unknown) => void,
): SurvivalEngine {
  const actions = createActionCatalog({
    secrets,
    // Only the service knows what was acknowledged last: without it, no loss is claimed to be small.
    canaries: { lastAcknowledged: () => Promise.resolve(null) },
    canaryKey: secrets.canaryKey,
    clock: systemClock,
  });
  const engine = new Engine(
    {
      journal,
      leases: journal,
      liveActions: actions,
      tabletopActions: createTabletopCatalog(),
      drillActions: createDrillCatalog(actions, isForbiddenInDrill),
      clock: systemClock,
      observer: {
        entries: (_, records) => records.forEach(onRecord),
        fault: (_, error) => onFault(error),
      },
      outcome: executionOutcome,
    },
    { owner: `drctl:${hostname()}:${process.pid}`, leaseTtlMs: LEASE_TTL_MS, graceMs: GRACE_MS },
  );
  return { engine, actions };
}
