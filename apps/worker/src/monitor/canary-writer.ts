import pg from 'pg';
import { prepareCanary, writeCanary } from '#actions/postgres/canary.js';
import type { CanaryRepository, CanarySource } from '#persistence/repositories/canary-repository.js';

/** Milliseconds after which a database that does not answer counts as failing. */
const ANSWER_TIMEOUT_MS = 1_000;

/**
 * Milliseconds after which one that failed is tried again, unless heartbeats are rarer. Each try is a login, and a
 * primary that was just fenced refuses them all while everybody waits for its successor.
 */
const RETRY_MS = 1_000;

export interface CanaryWriterParts {
  readonly canaries: CanaryRepository;
  readonly resolveUrl: () => Promise<string>;
  readonly key: Buffer;
  readonly intervalMs: number;
}

/** Writes heartbeats into one database until it is stopped, through outages and over reconnections. */
export class CanaryWriter {
  private client: pg.Client | null = null;
  private epoch: number;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private wake: () => void = () => {};
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly source: CanarySource,
    private readonly parts: CanaryWriterParts,
  ) {
    this.epoch = source.epoch;
  }

  start(): void {
    this.loop = this.run();
  }

  update(epoch: number): void {
    this.epoch = epoch;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.wake();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { planId, componentId } = this.source;
    while (!this.stopped) {
      const began = performance.now();
      const asked = new Date();
      let { intervalMs } = this.parts;
      try {
        const canary = await this.write();
        await this.parts.canaries.acknowledge(planId, componentId, canary);
      } catch {
        intervalMs = Math.max(intervalMs, RETRY_MS);
        await this.disconnect();
        // What failed is a probe of the component: its first failure is when the outage began.
        await this.parts.canaries.failed(planId, componentId, asked).catch(() => undefined);
      }
      await this.pause(Math.max(0, intervalMs - (performance.now() - began)));
    }
    await this.disconnect();
  }

  private async write(): ReturnType<typeof writeCanary> {
    const client = this.client ?? (await this.connect());
    const { planId, componentId } = this.source;
    return writeCanary(client, { planId, componentId, epoch: this.epoch, key: this.parts.key });
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: await this.parts.resolveUrl(),
      connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      application_name: 'disaster-recovery-canary',
    });
    // A connection that breaks between two heartbeats is noticed by the next one.
    client.on('error', () => undefined);
    await client.connect();
    this.client = client;
    await prepareCanary(client);
    return client;
  }

  private async disconnect(): Promise<void> {
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async pause(ms: number): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      this.timer = setTimeout(resolve, ms);
    });
  }
}
