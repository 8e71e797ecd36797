import { QueryFailedError } from 'typeorm';

/** PostgreSQL's code for a broken unique constraint. */
const UNIQUE_VIOLATION = '23505';

/** Name of the unique constraint, or unique index, that a statement has broken; undefined for any other error. */
export function brokenUniqueConstraint(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code, constraint } = error.driverError as { readonly code?: string; readonly constraint?: string };
  return code === UNIQUE_VIOLATION ? constraint : undefined;
}
