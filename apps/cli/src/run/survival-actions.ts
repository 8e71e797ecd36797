import { createActionCatalog, type LiveActionCatalog } from '#actions/catalog.js';
import { NOTHING_ALLOWED } from '#actions/backup/allowed.js';
import { loadExtensions } from '#actions/extensions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { systemClock } from '#engine/system-clock.js';
import { UsageError } from '../errors.js';
import type { RunSecrets } from './secrets.js';

/** What this machine lets a plan do beside the service's own actions. */
export interface LocalActions {
  /** Absolute paths of programs. */
  readonly allowedCommands: readonly string[];
  /** Names or absolute paths of packages. */
  readonly packages: readonly string[];
}

/**
 * The service's own actions; all that the runbook names are there before the first step begins.
 * @throws UsageError, ExtensionError
 */
export async function survivalActions(
  runbook: Runbook,
  secrets: RunSecrets,
  { allowedCommands, packages }: LocalActions,
): Promise<LiveActionCatalog> {
  const actions = createActionCatalog({
    secrets,
    // Only the service knows what was acknowledged last: without it, no loss is claimed to be small.
    canaries: { lastAcknowledged: () => Promise.resolve(null) },
    canaryKey: secrets.canaryKey,
    clock: systemClock,
    allowedCommands,
    restore: NOTHING_ALLOWED,
    extensions: await loadExtensions(packages),
  });
  const unknown = runbook.mode === 'live' ? runbook.steps.filter(({ action }) => !actions.has(action)) : [];
  if (unknown.length === 0) return actions;
  actions.close();
  const names = [...new Set(unknown.map(({ action }) => action))].join(', ');
  throw new UsageError(`the plan needs actions of packages that are not here: ${names} (--action-packages)`);
}
