import { Socket } from 'node:net';
import pg from 'pg';
import { networkReason, PeerUnreachableError } from '../errors.js';
import { PostgresQueryError } from '../postgres/errors.js';
import { stoppable } from '../stoppable.js';
import { SOCKET_PORT, type Workspace } from './workspace.js';

const CONNECT_MS = 5_000;
/** Milliseconds for one statement: whole tables are read. The step's own time is the limit that matters. */
const STATEMENT_MS = 24 * 3_600_000;

export interface Login {
  /** A superuser of the restored cluster; its password is not needed. */
  readonly user: string;
  readonly database: string;
}

export type Sql = <R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<readonly R[]>;

/**
 * Work on a session of the restored server, through the socket in the workspace: there is no address that could be
 * another server's.
 * @throws PeerUnreachableError, PostgresQueryError, ActionAbortedError
 */
export async function withRestored<T>(
  workspace: Workspace,
  { user, database }: Login,
  signal: AbortSignal,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const label = `the restored server in ${workspace.path}`;
  const socket = new Socket();
  const client = new pg.Client({
    stream: () => socket,
    host: workspace.path,
    port: SOCKET_PORT,
    user,
    database,
    // Never one of this process's environment.
    password: '',
    ssl: false,
    application_name: 'disaster-recovery-service',
  });
  // Without a listener the server's end would end this process.
  client.on('error', () => undefined);
  const limited = <R>(doing: Promise<R>, timeoutMs: number): Promise<R> =>
    stoppable(doing, {
      what: label,
      signal,
      timeoutMs,
      stop: () => socket.destroy(),
      onTimeout: () => new PeerUnreachableError(label, 'no answer in time'),
    });
  const sql: Sql = async (text, values = []) => {
    try {
      return (await limited(client.query(text, [...values]), STATEMENT_MS)).rows;
    } catch (error) {
      throw translated(label, error);
    }
  };
  try {
    await limited(client.connect(), CONNECT_MS).catch((error: unknown) => {
      throw translated(label, error);
    });
    return await work(sql);
  } finally {
    client.end().catch(() => undefined);
    socket.destroySoon();
  }
}

function translated(label: string, error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    const sqlState = error.code ?? 'XX000';
    return sqlState.startsWith('57P')
      ? new PeerUnreachableError(label, error.message)
      : new PostgresQueryError(label, sqlState, error.message);
  }
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code)
    ? new PeerUnreachableError(label, networkReason(error))
    : error;
}
