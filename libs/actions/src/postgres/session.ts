import { Socket } from 'node:net';
import pg from 'pg';
import { DomainError } from '#domain/errors.js';
import { networkReason, PeerUnreachableError } from '../errors.js';
import { stoppable } from '../stoppable.js';
import { serverLabel } from './address.js';
import { PostgresQueryError } from './errors.js';

/** Milliseconds to connect and log in. Long enough for another continent, short enough to call a server dead. */
export const CONNECT_TIMEOUT_MS = 2_000;
/** Milliseconds for one of our statements; they are all tiny, so a server that takes longer is as good as gone. */
export const QUERY_TIMEOUT_MS = 2_000;

export interface SqlResult<R> {
  readonly rows: R[];
}

/** One connection to a protected server. Not safe for concurrent statements. */
export class PostgresSession {
  private signal = new AbortController().signal;
  private broken = false;
  private answered = false;
  private abandoned = false;
  private onBroken: () => void = () => undefined;

  private constructor(
    readonly server: string,
    private readonly client: pg.Client,
    private readonly socket: Socket,
  ) {
    // Also what makes a server's death between two steps harmless: without a listener it would end the process.
    client.on('error', () => this.break());
    client.on('end', () => this.break());
  }

  /** @throws PeerUnreachableError, PostgresQueryError, ActionAbortedError */
  static async open(url: string, signal: AbortSignal, timeoutMs = CONNECT_TIMEOUT_MS): Promise<PostgresSession> {
    const server = serverLabel(url);
    // Our own socket, because pg offers no other way to let go of a server that does not answer at all.
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: url,
      stream: () => socket,
      keepAlive: true,
      application_name: 'disaster-recovery-service',
      // An abandoned statement must not wait for a lock and then act long after its step was given up. Later than our
      // own limit, though: a commit that waits for a synchronous standby *succeeds* when its time is up.
      statement_timeout: 2 * QUERY_TIMEOUT_MS,
    });
    const session = new PostgresSession(server, client, socket);
    try {
      await stoppable(client.connect(), {
        what: `connecting to ${server}`,
        signal,
        timeoutMs,
        stop: () => session.destroy(),
        onTimeout: () => new PeerUnreachableError(server, 'timed out'),
      });
    } catch (error) {
      session.destroy();
      throw translate(server, error);
    }
    session.signal = signal;
    return session;
  }

  get isBroken(): boolean {
    return this.broken;
  }

  /**
   * Whether the server had hung up before it answered anything to the present borrower: then nothing was done for it.
   * A server that is silent is another matter; it may have heard us.
   */
  get wasDeadAlready(): boolean {
    return this.broken && !this.answered && !this.abandoned;
  }

  /** From now on the session works for the step whose signal this is. */
  lend(signal: AbortSignal): void {
    this.signal = signal;
    this.answered = false;
    this.onBroken = () => undefined;
    this.socket.ref();
  }

  /** Out of use it must not keep the event loop alive. */
  rest(onBroken: () => void): void {
    this.onBroken = onBroken;
    this.socket.unref();
  }

  /** @throws PeerUnreachableError, PostgresQueryError, ActionAbortedError; after the first and the last it is broken. */
  async query<R extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    timeoutMs = QUERY_TIMEOUT_MS,
  ): Promise<SqlResult<R>> {
    try {
      const sent = values.length > 0 ? this.client.query<R>(text, [...values]) : this.client.query<R>(text);
      const result = await stoppable(sent, {
        what: `a statement on ${this.server}`,
        signal: this.signal,
        timeoutMs,
        stop: () => {
          this.abandoned = true;
          this.destroy();
        },
        onTimeout: () => new PeerUnreachableError(this.server, 'no answer in time'),
      });
      this.answered = true;
      return result;
    } catch (error) {
      const translated = translate(this.server, error);
      if (translated instanceof PostgresQueryError) this.answered = true;
      else this.destroy();
      throw translated;
    }
  }

  /** Says goodbye without waiting for an answer. */
  end(): void {
    if (this.broken) {
      this.socket.destroy();
      return;
    }
    this.broken = true;
    this.client.end().catch(() => undefined);
    // A frozen server never closes its side; nobody waits for it.
    this.socket.destroySoon();
  }

  /** At once, without a word to the server: it may be frozen. */
  destroy(): void {
    this.break();
    this.socket.destroy();
  }

  private break(): void {
    this.broken = true;
    this.onBroken();
  }
}

/** Errors after which the server is as unreachable as one that refuses connections (PostgreSQL, appendix A). */
function meansUnreachable(sqlState: string): boolean {
  return sqlState.startsWith('08') || sqlState === '57P01' || sqlState === '57P02' || sqlState === '57P03';
}

function translate(server: string, error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof pg.DatabaseError) {
    const sqlState = error.code ?? 'XX000';
    if (meansUnreachable(sqlState)) return new PeerUnreachableError(server, error.message);
    return new PostgresQueryError(server, sqlState, error.message);
  }
  return new PeerUnreachableError(server, networkReason(error));
}
