import { InvalidPostgresUrlError } from './errors.js';

/** How a server is called in errors, outputs and logs: where it is, and never who logs in with what. */
export function serverLabel(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    // Not given as the cause: Node's error holds the whole URL, with its password.
    throw new InvalidPostgresUrlError();
  }
  if (parsed.protocol !== 'postgres:' && parsed.protocol !== 'postgresql:') throw new InvalidPostgresUrlError();
  const host = parsed.searchParams.get('host') ?? parsed.hostname;
  return `${host}:${parsed.port || '5432'}${parsed.pathname}`;
}
