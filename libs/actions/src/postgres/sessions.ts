import type { SecretResolver } from '../ports.js';
import { throwIfStopped } from '../stoppable.js';
import { serverLabel } from './address.js';
import { PostgresSession } from './session.js';

/** Milliseconds that a session waits for the next step of its execution before it is closed. */
const IDLE_MS = 30_000;

interface Idle {
  readonly session: PostgresSession;
  readonly expiry: NodeJS.Timeout;
}

/**
 * Sessions that stay open between the steps of an execution: a login costs several milliseconds, as much as fencing
 * and waiting together. Keyed by the resolved URL, so that a rotated secret never meets a session of the old one.
 */
export class PostgresSessions {
  private readonly idle = new Map<string, Set<Idle>>();
  private readonly lent = new Set<PostgresSession>();
  private closed = false;

  constructor(
    private readonly secrets: SecretResolver,
    private readonly idleMs = IDLE_MS,
  ) {}

  /**
   * Lends a session, warm if there is one.
   *
   * The first statement of `work` must only read: when a warm session turns out to be dead on it, `work` starts again
   * on a new one, and nothing may have been done by then. Work must leave no transaction and no setting behind.
   * @throws PeerUnreachableError, PostgresQueryError, ActionAbortedError, and what `work` throws.
   */
  async use<T>(reference: string, signal: AbortSignal, work: (session: PostgresSession) => Promise<T>): Promise<T> {
    const url = await this.secrets.resolve(reference);
    throwIfStopped(signal, 'a statement');
    const warm = this.takeIdle(url);
    if (warm) {
      try {
        return await this.lend(url, warm, signal, work);
      } catch (error) {
        if (!warm.wasDeadAlready || signal.aborted) throw error;
      }
    }
    return this.lend(url, await PostgresSession.open(url, signal), signal, work);
  }

  /** Like `use`, on a session that nobody had before and nobody gets after: what a new client of the server sees. */
  async useFresh<T>(
    reference: string,
    signal: AbortSignal,
    work: (session: PostgresSession) => Promise<T>,
    timeoutMs?: number,
  ): Promise<T> {
    const url = await this.secrets.resolve(reference);
    throwIfStopped(signal, 'a statement');
    const session = await PostgresSession.open(url, signal, timeoutMs);
    try {
      return await work(session);
    } finally {
      session.end();
    }
  }

  /** What to call the server of a URL that no session could be opened for. */
  async labelOf(reference: string): Promise<string> {
    return serverLabel(await this.secrets.resolve(reference));
  }

  /** Closes every session; those at work are cut off. */
  close(): void {
    this.closed = true;
    for (const session of this.lent) session.destroy();
    for (const sessions of this.idle.values()) {
      for (const { session, expiry } of sessions) {
        clearTimeout(expiry);
        session.end();
      }
    }
    this.idle.clear();
  }

  private async lend<T>(
    url: string,
    session: PostgresSession,
    signal: AbortSignal,
    work: (session: PostgresSession) => Promise<T>,
  ): Promise<T> {
    session.lend(signal);
    this.lent.add(session);
    try {
      const result = await work(session);
      this.putBack(url, session);
      return result;
    } catch (error) {
      // It may be in the middle of a transaction or of an answer: nobody gets it any more.
      session.end();
      throw error;
    } finally {
      this.lent.delete(session);
    }
  }

  private takeIdle(url: string): PostgresSession | undefined {
    for (const idle of this.idle.get(url) ?? []) {
      this.forget(url, idle);
      if (!idle.session.isBroken) return idle.session;
    }
    return undefined;
  }

  private putBack(url: string, session: PostgresSession): void {
    if (this.closed || session.isBroken) return session.end();
    const expiry = setTimeout(() => {
      this.forget(url, idle);
      session.end();
    }, this.idleMs);
    expiry.unref();
    const idle: Idle = { session, expiry };
    const sessions = this.idle.get(url) ?? new Set();
    this.idle.set(url, sessions.add(idle));
    session.rest(() => this.forget(url, idle));
  }

  private forget(url: string, idle: Idle): void {
    clearTimeout(idle.expiry);
    const sessions = this.idle.get(url);
    sessions?.delete(idle);
    if (sessions?.size === 0) this.idle.delete(url);
  }
}
