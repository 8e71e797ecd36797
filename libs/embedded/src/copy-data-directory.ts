import {
  chmod,
  chown,
  copyFile,
  lchown,
  mkdir,
  readFile,
  readdir,
  readlink,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Account } from './account.js';
import { systemErrorCode } from './errors.js';

/** State of the running server that copied would be wrong (pg_basebackup leaves out the same). */
const LEFT_OUT = new Set([
  'backup_label',
  'backup_manifest',
  'current_logfiles',
  'postgresql.auto.conf.tmp',
  'postmaster.opts',
  'postmaster.pid',
  'standby.signal',
  'recovery.signal',
  'tablespace_map',
]);

/** Folders that must exist but start empty; slots above all, which would hold back WAL for nobody on the copy. */
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal/archive_status',
  'pg_wal/summaries',
]);

const WAL_FOLDERS = new Set(['archive_status', 'summaries']);

/** Copies a data directory between pg_backup_start and pg_backup_stop; files may change and vanish meanwhile. */
export async function copyDataDirectory(source: string, target: string, account: Account | undefined): Promise<void> {
  const own = async (path: string) => {
    if (account) await lchown(path, account.uid, account.gid);
  };

  const copyFolder = async (from: string, to: string, keep: (name: string) => boolean): Promise<void> => {
    for (const entry of await ignoringVanished(readdir(from, { withFileTypes: true }), [])) {
      const [fromPath, toPath] = [join(from, entry.name), join(to, entry.name)];
      if (!keep(entry.name)) continue;
      if (entry.isDirectory()) {
        await mkdir(toPath, { mode: 0o700 });
        await own(toPath);
        await copyFolder(fromPath, toPath, folderFilter(relative(source, fromPath)));
      } else if (entry.isSymbolicLink()) {
        await symlink(await readlink(fromPath), toPath);
      } else if (entry.isFile()) {
        if (entry.name === 'pg_control') await copyUntorn(fromPath, toPath);
        else if (
          !(await ignoringVanished(
            copyFile(fromPath, toPath).then(() => true),
            false,
          ))
        )
          continue;
        await chmod(toPath, 0o600);
        await own(toPath);
      }
    }
  };

  await copyFolder(source, target, (name) => !LEFT_OUT.has(name));
  if (account) await chown(target, account.uid, account.gid);
}

function folderFilter(folder: string): (name: string) => boolean {
  if (EMPTIED.has(folder)) return () => false;
  // WAL is streamed (see cloneAsStandby), except for what describes it: the histories of former timelines.
  if (folder === 'pg_wal') return (name) => name.endsWith('.history') || WAL_FOLDERS.has(name);
  return (name) => name !== 'pg_internal.init' && !name.startsWith('pgsql_tmp');
}

/** pg_control has no full-page image to repair it: it counts as read when two readings agree. */
async function copyUntorn(from: string, to: string): Promise<void> {
  let content = await readFile(from);
  for (;;) {
    const again = await readFile(from);
    if (again.equals(content)) break;
    content = again;
  }
  await writeFile(to, content, { mode: 0o600 });
}

async function ignoringVanished<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return otherwise;
    throw error;
  }
}
