import { setTimeout as delay } from 'node:timers/promises';
import type { Site } from '#domain/plan/plan-document.js';
import { takesWrites } from '../../lab/site/orders.js';

const POLL_MS = 50;

export interface Poll {
  /** Milliseconds of the wall clock, when both had answered. */
  readonly at: number;
  readonly writable: readonly Site[];
}

/** Knows nothing of the service: asks both databases every 50 ms, by writing, whether they take a write. */
export class WritablePoller {
  readonly polls: Poll[] = [];
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly urls: Readonly<Record<Site, string>>) {}

  start(): this {
    this.loop = this.run();
    return this;
  }

  /** The polls in which both took a write. */
  get both(): readonly Poll[] {
    return this.polls.filter(({ writable }) => writable.length > 1);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const sites = ['primary', 'secondary'] as const;
      const answers = await Promise.all(sites.map((site) => takesWrites(this.urls[site]).catch(() => false)));
      this.polls.push({ at: Date.now(), writable: sites.filter((_, index) => answers[index]) });
      await delay(POLL_MS);
    }
  }
}
