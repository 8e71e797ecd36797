import { createHash } from 'node:crypto';
import { chown, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, canReach } from './account.js';
import { EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { SYSTEM_DIRECTORY } from './system-directory.js';

const POINTER = 'relocated-to';

/**
 * The folder that holds PostgreSQL's files for `dataDir`. It is `dataDir` itself, unless PostgreSQL must run under
 * another account that cannot reach it (a clone in root's home): then a folder of that account's under SYSTEM_DIRECTORY,
 * named by a pointer file in `dataDir`. The pointer alone decides: removing `dataDir` by hand means a new cluster.
 */
export async function placeCluster(dataDir: string, account: Account | undefined): Promise<string> {
  await makeDirectory(dataDir, account);
  const relocated = await relocatedHome(dataDir);
  if (relocated !== undefined) {
    await stat(relocated).catch((cause: unknown) => {
      throw new EmbeddedPostgresError(
        'relocated_cluster_missing',
        `${join(dataDir, POINTER)} says that the cluster lies in ${relocated}, but it is gone. Restore it, or remove ` +
          'the pointer file to begin with an empty cluster.',
        { cause },
      );
    });
    return relocated;
  }
  if (account === undefined || (await canReach(account, dataDir, 'traverse'))) return dataDir;
  return relocate(dataDir, account);
}

/** Where the cluster of `dataDir` was relocated to, if it was. */
export async function relocatedHome(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDir, POINTER), 'utf8')).trim();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function makeDirectory(dataDir: string, account: Account | undefined): Promise<void> {
  // Only what we make ourselves is opened for passing through; folders that exist keep the mode their owner gave them.
  await mkdir(dataDir, { recursive: true, mode: account === undefined ? 0o700 : 0o711 });
}

async function relocate(dataDir: string, account: Account): Promise<string> {
  const hash = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 16);
  const home = join(SYSTEM_DIRECTORY, 'clusters', hash);
  await mkdir(dirname(home), { recursive: true, mode: 0o755 });
  await setAside(home);
  await mkdir(home, { mode: 0o700 });
  await chown(home, account.uid, account.gid);
  const pointer = join(dataDir, POINTER);
  await writeFile(`${pointer}.new`, `${home}\n`, { mode: 0o600 });
  await rename(`${pointer}.new`, pointer);
  return home;
}

/** A cluster whose pointer somebody removed is not ours to use, and not ours to delete either unless it is empty. */
async function setAside(home: string): Promise<void> {
  try {
    await stat(join(home, 'data'));
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    await rm(home, { recursive: true, force: true });
    return;
  }
  await rename(home, `${home}.abandoned-${Date.now()}`);
}
