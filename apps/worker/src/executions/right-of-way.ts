import { Injectable } from '@nestjs/common';

/** Milliseconds for which housekeeping lets failovers pass, each time it is due. */
const PATIENCE_MS = 1_000;

/**
 * Failovers go first. While one of them moves a database nobody can write, and what holds it up is often this very
 * worker: its samples, sweeps and evaluations want the same processors, disks and servers. What may as well be done a
 * second later is done then. Whatever finds an outage, measures a loss or fences a server never waits here.
 */
@Injectable()
export class RightOfWay {
  private readonly failovers = new Set<Promise<unknown>>();

  /** Work that goes first, for as long as it takes. */
  async give<T>(failover: () => Promise<T>): Promise<T> {
    const driven = failover();
    this.failovers.add(driven);
    try {
      return await driven;
    } finally {
      this.failovers.delete(driven);
    }
  }

  /** The same work, which lets those pass that are under way when it is due; a second at most, for some take hours. */
  housekeeping(work: () => Promise<void>): () => Promise<void> {
    return async () => {
      await this.untilPassed();
      await work();
    };
  }

  private async untilPassed(): Promise<void> {
    if (this.failovers.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([Promise.allSettled(this.failovers), patience]);
    clearTimeout(timer);
  }
}
