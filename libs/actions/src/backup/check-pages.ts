import { join } from 'node:path';
import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { binInput, placeInputs, type RestoreSettings } from './allowed.js';
import { DataDiffersError } from './errors.js';
import { controlValue } from './isolation.js';
import { serverIn, stopServer } from './stop-server.js';
import { runTool, toolError, tryTool } from './tool.js';
import { Workspace } from './workspace.js';

function schemaFor(settings: RestoreSettings) {
  return z.strictObject({ ...placeInputs(settings), bin: binInput(settings) });
}

/**
 * Stops the restored server in order, and lets pg_checksums read every page. Not before the server has replayed: pages of
 * an online backup may be torn, and are right only then. A cluster without checksums is stopped, and says so.
 */
export function backupCheckPages(settings: RestoreSettings): Action<z.output<ReturnType<typeof schemaFor>>> {
  return {
    name: 'backup.check_pages',
    parse: inputParser('backup.check_pages', schemaFor(settings)),
    probe: () => Promise.resolve({ answer: 'not_done' }),

    async apply({ bin, ...place }, context) {
      const workspace = await Workspace.at(place, settings, context);
      await workspace.restored(context);
      await stopServer(workspace, context);
      if ((await serverIn(workspace)) !== null) throw new EffectMissingError('the restored server does not stop');
      const { account, path: directory, data } = workspace;
      const base = { arguments: ['-D', data], environment: {}, directory, account, secrets: [] };
      const control = await runTool({ ...base, program: join(bin, 'pg_controldata') }, context.signal);
      const state = controlValue(control.stdout, 'Database cluster state') ?? 'unknown';
      if (!state.startsWith('shut down')) {
        throw new EffectMissingError(`the restored server did not end in order: it is ${state}`);
      }
      if (controlValue(control.stdout, 'Data page checksum version') === '0') return { page_checksums: 'disabled' };
      const call = { ...base, program: join(bin, 'pg_checksums'), arguments: ['--check', '-D', data] };
      const result = await tryTool(call, context.signal);
      if (result.exitCode === 0) return { page_checksums: 'passed', ...scanned(result.stdout) };
      const bad = /^Bad checksums:\s+(\d+)/m.exec(result.stdout)?.[1];
      if (bad === undefined) throw toolError(call, result);
      throw new DataDiffersError([`${bad} pages have a wrong checksum`]);
    },

    verify: () => Promise.resolve({}),
  };
}

function scanned(text: string): { readonly pages?: number } {
  const pages = /^Blocks scanned:\s+(\d+)/m.exec(text)?.[1];
  return pages === undefined ? {} : { pages: Number(pages) };
}
