import { basename, dirname, join, normalize, sep } from 'node:path';
import { z } from 'zod';

/** What the administrator of a machine lets backups do there. Nothing is allowed until it is said. */
export interface RestoreSettings {
  /** Absolute paths of programs, and of directories whose programs may be run (BACKUP_PROGRAMS). */
  readonly programs: readonly string[];
  /** Whatever is restored lies below one of these, and nothing else is ever written or removed (RESTORE_DIRECTORIES). */
  readonly directories: readonly string[];
}

export const NOTHING_ALLOWED: RestoreSettings = { programs: [], directories: [] };

/** The restore directory in which a path lies, strictly; undefined when it lies in none. */
export function rootOf(path: string, { directories }: RestoreSettings): string | undefined {
  return directories.find((root) => isBelow(path, root));
}

export function isBelow(path: string, root: string): boolean {
  const trimmed = root.length > 1 && root.endsWith(sep) ? root.slice(0, -1) : root;
  return path.startsWith(trimmed === sep ? sep : trimmed + sep) && path.length > trimmed.length + 1;
}

export function isListed(program: string, { programs }: RestoreSettings): boolean {
  return programs.includes(program) || programs.includes(dirname(program));
}

const plainPath = z
  .string()
  .max(1000)
  .refine(
    (path) => path.startsWith('/') && normalize(path) === path && !path.includes('\0') && path !== '/',
    'must be an absolute path without ., .. and a trailing /',
  );

export const absolutePath = plainPath.refine((path) => !path.endsWith('/'), 'must not end with /');

/** A program of a kind, by its whole path. */
export function programInput(name: string, settings: RestoreSettings) {
  return absolutePath
    .refine((path) => basename(path) === name, `must be the path of ${name}`)
    .refine((path) => isListed(path, settings), 'is not on the list of programs that backups may run (BACKUP_PROGRAMS)')
    .default(settings.programs.find((path) => basename(path) === name) ?? `/usr/bin/${name}`);
}

/** Where PostgreSQL's own programs are. */
export function binInput(settings: RestoreSettings) {
  return absolutePath.refine(
    (path) => isListed(join(path, 'postgres'), settings),
    'is not on the list of programs that backups may run (BACKUP_PROGRAMS)',
  );
}

/** Where a restored cluster lies. */
export function placeInputs(settings: RestoreSettings) {
  return {
    /** The directory that is restored to; with `name`, the one in which each execution gets a directory of its own. */
    directory: absolutePath.refine(
      (path) => rootOf(join(path, 'x'), settings) !== undefined,
      'does not lie in a directory that backups may be restored to (RESTORE_DIRECTORIES)',
    ),
    name: z.string().min(1).max(400).optional(),
  };
}

export interface Place {
  readonly directory: string;
  readonly name?: string | undefined;
}
