import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './errors.js';
import { isAlive, isPostmasterOf, readPostmasterFile } from './postmaster-file.js';

/** Each more brutal than the one before; none loses a committed transaction, PostgreSQL recovers from its log. */
const SIGNALS: { signal: NodeJS.Signals; patienceMs: number }[] = [
  { signal: 'SIGINT', patienceMs: 10_000 },
  { signal: 'SIGQUIT', patienceMs: 5_000 },
  { signal: 'SIGKILL', patienceMs: 5_000 },
];

/**
 * Clears what an unclean end of our process left of a cluster: a postmaster that lives on, or its pid file. Two
 * postmasters on one data directory would destroy it, so nothing is removed while one might live.
 */
export async function recoverFromUncleanStop(pgdata: string): Promise<void> {
  const file = await readPostmasterFile(pgdata);
  if (file === undefined || !isAlive(file.pid)) return; // PostgreSQL itself replaces the file of a dead postmaster
  if (await isPostmasterOf(file.pid, pgdata)) await stopOrphan(file.pid, pgdata);
  // Still the same file: its pid now belongs to a stranger, and PostgreSQL would take that for a living postmaster.
  if ((await readPostmasterFile(pgdata))?.pid === file.pid) await rm(join(pgdata, 'postmaster.pid'), { force: true });
}

async function stopOrphan(pid: number, pgdata: string): Promise<void> {
  for (const { signal, patienceMs } of SIGNALS) {
    try {
      process.kill(pid, 'SIGCONT');
      process.kill(pid, signal);
    } catch (cause) {
      if (!isAlive(pid)) return;
      throw new EmbeddedPostgresError(
        'orphan_not_stoppable',
        `A PostgreSQL left over from an earlier run (pid ${pid}, ${pgdata}) belongs to another user. Stop it first.`,
        { cause },
      );
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!(await isPostmasterOf(pid, pgdata))) return;
      await delay(20);
    }
  }
  throw new EmbeddedPostgresError(
    'orphan_not_stoppable',
    `A PostgreSQL left over from an earlier run (pid ${pid}, ${pgdata}) does not stop.`,
  );
}
