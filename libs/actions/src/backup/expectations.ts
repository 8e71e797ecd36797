import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataDiffersError } from './errors.js';
import type { TableDigest } from './table-digest.js';
import type { Workspace } from './workspace.js';

/** Tables that one drill compares: each is read whole. */
const MAX_TABLES = 500;
const MAX_MANIFEST_BYTES = 1024 * 1024;

const table = z.strictObject({
  table: z.string().regex(/^[^.\0]{1,63}\.[^.\0]{1,63}$/, 'must be schema.table'),
  /** The step's own when absent. */
  database: z.string().min(1).max(63).optional(),
  /** Exactly so many. */
  rows: z.int().min(0).optional(),
  min_rows: z.int().min(0).optional(),
  /** As the statement of docs/drills.md gives it. */
  checksum: z
    .string()
    .regex(/^-?\d{1,40}$/, 'must be a whole number, as text')
    .optional(),
});
export type ExpectedTable = z.output<typeof table>;

export const expectedTables = z.array(table).max(MAX_TABLES);

/** What the backup itself says of its tables. */
const manifest = z.object({ tables: expectedTables });

export const manifestInput = z
  .string()
  .regex(/^[\w.-]{1,100}$/, 'must be the name of a file in the data directory')
  .refine((name) => name !== '.' && name !== '..', 'must be the name of a file');

/** @throws DataDiffersError when it is not there, or not to be read */
export async function readManifest(workspace: Workspace, name: string): Promise<readonly ExpectedTable[]> {
  const text = await readFile(join(workspace.data, name), 'utf8').catch(() => null);
  if (text === null) throw new DataDiffersError([`${name} is not in the backup`]);
  if (text.length > MAX_MANIFEST_BYTES)
    throw new DataDiffersError([`${name} is larger than ${MAX_MANIFEST_BYTES} bytes`]);
  const read = manifest.safeParse(parsed(text));
  if (!read.success) throw new DataDiffersError([`${name} is not a list of tables with rows and checksum`]);
  return read.data.tables;
}

/** What of a table is not as it was expected, in words. */
export function differences(
  { table: name, rows, min_rows, checksum }: ExpectedTable,
  found: TableDigest,
): readonly string[] {
  return [
    ...(rows !== undefined && found.rows !== rows ? [`${name} has ${found.rows} rows instead of ${rows}`] : []),
    ...(min_rows !== undefined && found.rows < min_rows
      ? [`${name} has ${found.rows} rows, fewer than ${min_rows}`]
      : []),
    ...(checksum !== undefined && BigInt(found.checksum) !== BigInt(checksum)
      ? [`${name} has another content (checksum ${found.checksum} instead of ${checksum})`]
      : []),
  ];
}

/** Whether anything at all is expected of it. */
export function expectsSomething({ rows, min_rows, checksum }: ExpectedTable): boolean {
  return rows !== undefined || min_rows !== undefined || checksum !== undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
