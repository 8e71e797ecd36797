import { readdir, readlink } from 'node:fs/promises';
import { isBelow } from './allowed.js';
import { pause } from '../pause.js';

/** Milliseconds between two looks at whether processes have ended. */
const POLL_MS = 20;
/** Milliseconds that processes have after SIGTERM. */
const GRACE_MS = 3_000;

/**
 * Ids of the processes that work in a directory: whatever a worker has started there, also one that is gone. Everything
 * that restores or serves there is started with its working directory in it, and nothing else has a reason to be there;
 * so a process is known by where it is, and never by an id that may have been given to another one since.
 */
export async function processesIn(directory: string): Promise<readonly number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    ids.map(async (id) => {
      // Ended meanwhile, or somebody else's: then it is none of ours.
      const at = await readlink(`/proc/${id}/cwd`).catch(() => '');
      return at === directory || isBelow(at, directory) || at === `${directory} (deleted)` ? [id] : [];
    }),
  );
  return found.flat().filter((id) => id !== process.pid);
}

export function send(ids: readonly number[], signal: NodeJS.Signals): void {
  for (const id of ids) {
    try {
      process.kill(id, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Waits until nothing works there any more. @returns false when it still does after `ms`. @throws ActionAbortedError */
export async function untilNoneIn(directory: string, ms: number, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + ms;
  while ((await processesIn(directory)).length > 0) {
    if (performance.now() > until) return false;
    await pause(POLL_MS, signal);
  }
  return true;
}

/** Ends whatever works in a directory: SIGTERM, and SIGKILL for what is still there after three seconds. */
export async function endProcessesIn(directory: string, signal: AbortSignal): Promise<number> {
  const found = await processesIn(directory);
  send(found, 'SIGTERM');
  while (!(await untilNoneIn(directory, GRACE_MS, signal))) send(await processesIn(directory), 'SIGKILL');
  return found.length;
}
