import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PreparationError, ensureBuilt, ensureInstalled, root } from './prepare.mjs';

/**
 * Prepares the clone and becomes the built program: it runs in this very process, so arguments, signals, standard streams
 * and the exit code are its own, and no middleman can survive it or die before it.
 */
export async function launch(entry) {
  try {
    await ensureInstalled();
    await ensureBuilt();
    if (!existsSync(join(root, entry))) throw new PreparationError('entry_missing', `The build has no ${entry}.`);
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  await import(pathToFileURL(join(root, entry)).href);
}
