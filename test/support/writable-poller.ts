import { setTimeout as delay } from 'node:timers/promises';
import type { Site } from '#domain/plan/plan-document.js';
import { takesWrites } from '../../lab/site/orders.js';

const POLL_MS = 50;

export interface Poll {
  /** Milliseconds of the wall clock, before either was asked. */
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
      const at = Date.now();
      let writable = await this.ask();
      // One answer may be from before a move and the other from after it. Who takes a write again, after both have, took
      // writes while the other one did.
      if (writable.length > 1) writable = await this.ask();
      this.polls.push({ at, writable });
      await delay(POLL_MS);
    }
  }

  private async ask(): Promise<readonly Site[]> {
    const sites = ['primary', 'secondary'] as const;
    const answers = await Promise.all(sites.map((site) => takesWrites(this.urls[site]).catch(() => false)));
    return sites.filter((_, index) => answers[index]);
  }
}
