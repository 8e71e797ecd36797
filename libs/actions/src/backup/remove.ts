import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { placeInputs, type RestoreSettings } from './allowed.js';
import { stopServer } from './stop-server.js';
import { exists, Workspace } from './workspace.js';

/** Stops what this execution has started of a restored cluster, and removes it. Whatever bears no mark of it stays. */
export function backupRemove(settings: RestoreSettings): Action<z.output<ReturnType<typeof schemaFor>>> {
  return {
    name: 'backup.remove',
    parse: inputParser('backup.remove', schemaFor(settings)),

    async probe(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      return (await workspace.isOwn(context)) || (await workspace.hasRemains())
        ? { answer: 'not_done' }
        : { answer: 'done', output: { removed: false } };
    },

    async apply(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      await stopServer(workspace, context);
      return { removed: await workspace.remove(context), directory: workspace.path };
    },

    async verify(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      if ((await exists(workspace.path)) || (await workspace.hasRemains()))
        throw new EffectMissingError(`${workspace.path} is still there`);
      return {};
    },
  };
}

function schemaFor(settings: RestoreSettings) {
  return z.strictObject(placeInputs(settings));
}
