import { QueryFailedError } from 'typeorm';

/** Codes of the operating system and of PostgreSQL that say: not now. Classes 08 (connection) and 57P0x (shutdown). */
const UNAVAILABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOENT|08\w{3}|57P0\d|53300)$/;
/** What pg says without a code. */
const UNAVAILABLE_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** PostgreSQL's or the operating system's code of an error that came through TypeORM. */
export function databaseCode(error: unknown): string | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}

/** Whether the database could not be asked; the same request may well succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = databaseCode(error);
  if (code !== undefined) return UNAVAILABLE.test(code);
  const cause = error instanceof QueryFailedError ? (error.driverError as Error) : error;
  return UNAVAILABLE_MESSAGE.test(cause.message);
}
