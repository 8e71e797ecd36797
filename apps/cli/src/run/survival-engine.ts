import { hostname } from 'node:os';
import { createDrillCatalog } from '#actions/drill-catalog.js';
import { createTabletopCatalog } from '#actions/tabletop/tabletop-catalog.js';
import type { JournalRecord } from '#domain/execution/journal-entry.js';
import { executionOutcome } from '#domain/execution/execution-outcome.js';
import { isForbiddenInDrill } from '#domain/runbook/drill/drill-guard.js';
import { Engine } from '#engine/engine.js';
import type { ActionCatalog } from '#engine/ports.js';
import { systemClock } from '#engine/system-clock.js';
import type { FileJournal } from '#file-journal/file-journal.js';

/** What people ask for from other shells is seen within a quarter of it. */
const LEASE_TTL_MS = 4_000;
const GRACE_MS = 10_000;

/** The service's engine on a journal in files. */
export function survivalEngine(
  journal: FileJournal,
  actions: ActionCatalog,
  onRecord: (record: JournalRecord) => void,
  onFault: (error: unknown) => void,
): Engine {
  return new Engine(
    {
      journal,
      leases: journal,
      liveActions: actions,
      tabletopActions: createTabletopCatalog(),
      drillActions: createDrillCatalog(actions, isForbiddenInDrill),
      // Without the service nobody would drive what such a test starts.
      switchoverActions: createDrillCatalog(actions, () => true),
      clock: systemClock,
      observer: {
        entries: (_, records) => records.forEach(onRecord),
        fault: (_, error) => onFault(error),
      },
      outcome: executionOutcome,
    },
    { owner: `drctl:${hostname()}:${process.pid}`, leaseTtlMs: LEASE_TTL_MS, graceMs: GRACE_MS },
  );
}
