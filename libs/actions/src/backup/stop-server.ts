import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionContext } from '#engine/ports.js';
import { processesIn, send, untilNoneIn } from './processes.js';
import type { Workspace } from './workspace.js';

/** Milliseconds for a shutdown that writes everything out, and for one that only lets go. */
const FAST_MS = 60_000;
const IMMEDIATE_MS = 10_000;

/** The server that runs in the workspace, by its own file; null when none does. */
export async function serverIn(workspace: Workspace): Promise<number | null> {
  const text = await readFile(join(workspace.data, 'postmaster.pid'), 'utf8').catch(() => '');
  const id = Number(text.split('\n')[0]);
  // The file may have come with the backup: then it names a process of another machine, or one of production.
  return id > 0 && (await processesIn(workspace.path)).includes(id) ? id : null;
}

/**
 * Stops the server of this execution's own workspace, if one runs there.
 * @returns whether it ended in order, with everything written out; false also when none ran.
 * @throws RestoreTargetTakenError, StaleEpochError
 */
export async function stopServer(workspace: Workspace, context: ActionContext): Promise<boolean> {
  const marker = await workspace.marker();
  if (marker === null) return false;
  workspace.requireOwn(marker, context);
  const id = await serverIn(workspace);
  if (id === null) return false;
  send([id], 'SIGINT');
  if (await untilNoneIn(workspace.path, FAST_MS, context.signal)) return true;
  send([id], 'SIGQUIT');
  await untilNoneIn(workspace.path, IMMEDIATE_MS, context.signal);
  return false;
}
