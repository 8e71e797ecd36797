import type { SecretResolver } from '../ports.js';
import { PeerUnreachableError } from '../errors.js';
import { stoppable, throwIfStopped } from '../stoppable.js';
import { serverLabel } from './address.js';
import { CONNECT_TIMEOUT_MS, PostgresSession } from './session.js';

/** Milliseconds that a session waits for the next step of its execution before it is closed. */
const IDLE_MS = 30_000;
/** The same of one that was opened ahead: it stands for what a new client sees, so it must not grow old. */
const AHEAD_MS = 5_000;

interface Idle {
  readonly session: PostgresSession;
  readonly expiry: NodeJS.Timeout;
}

interface Ahead {
  /** Null: it could not be opened. */
  readonly opening: Promise<PostgresSession | null>;
  readonly expiry: NodeJS.Timeout;
}

/**
 * Sessions that stay open between the steps of an execution: a login costs several milliseconds, as much as fencing
 * and waiting together. Keyed by the resolved URL, so that a rotated secret never meets a session of the old one.
 */
export class PostgresSessions {
  private readonly idle = new Map<string, Set<Idle>>();
  private readonly lent = new Set<PostgresSession>();
  /** At most one for each server. */
  private readonly ahead = new Map<string, Ahead>();
  private readonly closing = new AbortController();

  constructor(
    private readonly secrets: SecretResolver,
    private readonly idleMs = IDLE_MS,
    private readonly aheadMs = AHEAD_MS,
  ) {}

  /**
   * Lends a session, warm if there is one.
   *
   * The first statement of `work` must only read, or do no harm when it is done twice: when a warm session turns out to
   * be dead on it, `work` starts again on a new one. Work must leave no transaction and no setting behind.
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

  /**
   * Begins to open the session that `useAhead` will want, and does not wait for it: a login takes as long as a commit,
   * and the next step may begin with one. Nothing is asked on it, and it is closed when nobody wants it soon.
   */
  openAhead(reference: string): void {
    const { signal } = this.closing;
    void this.secrets.resolve(reference).then(
      (url) => {
        if (signal.aborted) return;
        this.dropAhead(url); // what it would see may be older than what it is opened after
        const opening = PostgresSession.open(url, signal).catch(() => null);
        void opening.then((session) => session?.rest(() => undefined));
        const expiry = setTimeout(() => this.dropAhead(url), this.aheadMs);
        expiry.unref();
        this.ahead.set(url, { opening, expiry });
      },
      () => undefined, // whoever wants it says why it is not to be had
    );
  }

  /** Like `useFresh`, on the session that was opened ahead if there is one: then it is a few seconds old at most. */
  async useAhead<T>(
    reference: string,
    signal: AbortSignal,
    work: (session: PostgresSession) => Promise<T>,
  ): Promise<T> {
    const url = await this.secrets.resolve(reference);
    throwIfStopped(signal, 'a statement');
    const session = await this.openedAhead(url, signal);
    if (session === null) return this.useFresh(reference, signal, work);
    session.lend(signal);
    try {
      return await work(session);
    } catch (error) {
      if (!session.wasDeadAlready || signal.aborted) throw error;
    } finally {
      session.end();
    }
    return this.useFresh(reference, signal, work);
  }

  /** What to call the server of a URL that no session could be opened for. */
  async labelOf(reference: string): Promise<string> {
    return serverLabel(await this.secrets.resolve(reference));
  }

  /** Closes every session; those at work are cut off. */
  close(): void {
    this.closing.abort();
    for (const url of this.ahead.keys()) this.dropAhead(url);
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

  /** Null: there is none, or it could not be opened. Nobody else gets it. */
  private async openedAhead(url: string, signal: AbortSignal): Promise<PostgresSession | null> {
    const opening = this.takeAhead(url);
    if (!opening) return null;
    const server = serverLabel(url);
    return stoppable(opening, {
      what: `connecting to ${server}`,
      signal,
      timeoutMs: CONNECT_TIMEOUT_MS,
      stop: () => void opening.then((session) => session?.end()),
      onTimeout: () => new PeerUnreachableError(server, 'timed out'),
    });
  }

  private dropAhead(url: string): void {
    void this.takeAhead(url)?.then((session) => session?.end());
  }

  private takeAhead(url: string): Promise<PostgresSession | null> | undefined {
    const ahead = this.ahead.get(url);
    if (!ahead) return undefined;
    clearTimeout(ahead.expiry);
    this.ahead.delete(url);
    return ahead.opening;
  }

  private putBack(url: string, session: PostgresSession): void {
    if (this.closing.signal.aborted || session.isBroken) return session.end();
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
