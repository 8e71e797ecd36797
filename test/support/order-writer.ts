import { setTimeout as delay } from 'node:timers/promises';
import { withSession } from '../../lab/site/orders.js';

const PAUSE_MS = 20;

/** Writes orders into whichever of two databases takes them, and remembers those that were acknowledged. */
export class OrderWriter {
  readonly acknowledged: number[] = [];
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly urls: readonly string[],
    private readonly firstId: number,
  ) {}

  start(): this {
    this.loop = this.run();
    return this;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  private async run(): Promise<void> {
    let at = 0;
    for (let id = this.firstId; !this.stopped; id++) {
      try {
        const url = this.urls[at % this.urls.length]!;
        await withSession(url, (session) => session.query('INSERT INTO orders (id) VALUES ($1)', [id]));
        this.acknowledged.push(id);
      } catch {
        at += 1;
      }
      await delay(PAUSE_MS);
    }
  }
}
