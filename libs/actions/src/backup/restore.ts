import { chmod } from 'node:fs/promises';
import type { JsonObject } from '#domain/json.js';
import type { Action, Clock } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import type { CanaryLog } from '../ports.js';
import { throwIfStopped } from '../stoppable.js';
import type { Place, RestoreSettings } from './allowed.js';
import type { RestoreSource } from './restore-source.js';
import { stopServer } from './stop-server.js';
import { Workspace, type Marker } from './workspace.js';

export interface RestoreParts {
  readonly settings: RestoreSettings;
  readonly canaries: CanaryLog;
  readonly clock: Clock;
}

/**
 * Restores a cluster to a directory of its own and starts nothing. The mark that it leaves there says what was
 * restored for whom; an attempt that was interrupted is ended and begun anew.
 */
export function restoreAction<I extends Place>(
  name: string,
  parse: (inputs: JsonObject) => I,
  source: RestoreSource<I>,
  { settings, canaries, clock }: RestoreParts,
): Action<I> {
  return {
    name,
    parse,

    async probe(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      const marker = await workspace.marker();
      if (marker === null || marker.state === 'restoring' || marker.execution_id !== context.executionId) {
        return { answer: 'not_done' };
      }
      return { answer: 'done', output: outputOf(workspace, marker) };
    },

    async apply(inputs, context) {
      const { signal, planId, step } = context;
      const workspace = await Workspace.at(inputs, settings, context);
      const began = clock.now();
      const acknowledged = step.componentId === null ? null : await canaries.lastAcknowledged(planId, step.componentId);
      const found = await source.find(inputs, signal);
      throwIfStopped(signal, name);
      await stopServer(workspace, context);
      const claimed = await workspace.claim(context, { at: began, acknowledged });
      await source.restore(inputs, found, workspace, signal);
      // PostgreSQL starts on no other mode.
      await chmod(workspace.data, 0o700);
      throwIfStopped(signal, name);
      return outputOf(workspace, await workspace.advance(claimed, { state: 'restored', backup: found }));
    },

    async verify(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      const marker = await workspace.restored(context);
      if (marker.backup === null) throw new EffectMissingError(`${workspace.path} does not say what was restored`);
      return {};
    },

    /** Removes what it has restored, and what was started there; nothing that another execution made. */
    async undo(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      if (!(await workspace.isOwn(context))) return { removed: false };
      await stopServer(workspace, context);
      return { removed: await workspace.remove(context) };
    },
  };
}

function outputOf({ path }: Workspace, { backup, began_at, host }: Marker): JsonObject {
  return { directory: path, host, began_at, backup: backup && { ...backup } };
}
