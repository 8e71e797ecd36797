import { Agent, request } from 'node:http';
import type { Acknowledgement } from './acknowledgement.js';
import { longestGap, type Window } from './outage.js';

export interface WriteClientOptions {
  /** Of the edge. */
  readonly url: string;
  readonly intervalMs?: number;
  /** Writes under way at once; when all are, a turn is left out. */
  readonly concurrency?: number;
  readonly timeoutMs?: number;
}

export const WRITE_INTERVAL_MS = 20;
const CONCURRENCY = 8;
const TIMEOUT_MS = 1_000;

interface Waiter {
  readonly count: number;
  readonly resolve: () => void;
}

/**
 * A customer who never stops ordering. Each order has a new id and is sent once: one that was not acknowledged may or
 * may not be there, and the customer was promised nothing.
 */
export class WriteClient {
  readonly acknowledged: Acknowledgement[] = [];
  /** Writes that failed, by reason. */
  readonly errors = new Map<string, number>();
  private readonly options: Required<WriteClientOptions>;
  private readonly agent = new Agent({ keepAlive: true, scheduling: 'lifo' });
  private readonly underWay = new Set<Promise<void>>();
  private waiters: Waiter[] = [];
  private timer: NodeJS.Timeout | undefined;
  private lastId = 0;

  constructor(options: WriteClientOptions) {
    this.options = { intervalMs: WRITE_INTERVAL_MS, concurrency: CONCURRENCY, timeoutMs: TIMEOUT_MS, ...options };
  }

  start(): void {
    this.timer ??= setInterval(() => this.turn(), this.options.intervalMs);
  }

  /** Resolves when the last write has been answered or given up. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await Promise.all(this.underWay);
    this.agent.destroy();
  }

  /** Resolves when that many more writes have been acknowledged. */
  async moreAcknowledged(count: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const refuse = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', refuse, { once: true });
      const reached = () => {
        signal?.removeEventListener('abort', refuse);
        resolve();
      };
      this.waiters.push({ count: this.acknowledged.length + count, resolve: reached });
    });
  }

  /** The longest time without an acknowledged write. */
  outageMs(window: Window): number {
    return longestGap(
      this.acknowledged.map(({ acknowledgedAtMs }) => acknowledgedAtMs),
      window,
    );
  }

  private turn(): void {
    if (this.underWay.size >= this.options.concurrency) {
      this.fail('left out: too many writes under way');
      return;
    }
    const write = this.write(++this.lastId).catch((error: unknown) => this.fail(reasonOf(error)));
    const tracked: Promise<void> = write.finally(() => this.underWay.delete(tracked));
    this.underWay.add(tracked);
  }

  private async write(id: number): Promise<void> {
    const { status, body } = await this.post(JSON.stringify({ id }));
    if (status !== 201) throw new Error(`answered ${status}`);
    this.acknowledge({ id, acknowledgedAtMs: clock(), writtenAtMs: writtenAt(body) });
  }

  private post(body: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const signal = AbortSignal.timeout(this.options.timeoutMs);
      const sent = request(`${this.options.url}/orders`, { method: 'POST', agent: this.agent, headers, signal });
      sent.once('error', reject);
      sent.once('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
        answer.once('error', reject);
      });
      sent.end(body);
    });
  }

  private acknowledge(acknowledgement: Acknowledgement): void {
    this.acknowledged.push(acknowledgement);
    const reached = this.waiters.filter(({ count }) => count <= this.acknowledged.length);
    this.waiters = this.waiters.filter(({ count }) => count > this.acknowledged.length);
    for (const { resolve } of reached) resolve();
  }

  private fail(reason: string): void {
    this.errors.set(reason, (this.errors.get(reason) ?? 0) + 1);
  }
}

/** Epoch milliseconds that never jump. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}

function writtenAt(body: string): number {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed === 'object' && parsed !== null && 'written_at_ms' in parsed) return Number(parsed.written_at_ms);
  throw new Error('acknowledged without a time');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timed out';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
