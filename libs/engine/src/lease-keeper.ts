import type { Clock, HeldLease, Leases } from './ports.js';

/** A holder renews this many times within one lifetime of its lease, so that single failures do not lose it. */
const RENEWALS_PER_LIFETIME = 4;

/**
 * Keeps one lease alive and says when it is lost. A lease counts as lost when the store says so, and also when it
 * could not be renewed in time: a holder that can not reach the store must assume that another one has taken over.
 */
export class LeaseKeeper {
  private readonly lost = new AbortController();
  private readonly stopped = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly leases: Leases,
    private readonly clock: Clock,
    private readonly lease: HeldLease,
    private readonly ttlMs: number,
    private readonly onNews: (lastSeq: number) => void,
  ) {}

  /** Aborts when the lease is lost. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  start(): void {
    this.loop = this.renew();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.loop;
  }

  private async renew(): Promise<void> {
    const interval = this.ttlMs / RENEWALS_PER_LIFETIME;
    let heldUntil = this.clock.monotonic() + this.ttlMs;
    while (!this.stopped.signal.aborted) {
      await this.clock.sleep(interval, this.stopped.signal);
      if (this.stopped.signal.aborted) return;
      const asked = this.clock.monotonic();
      const held = await this.ask(heldUntil - asked);
      if (held === 'lost' || (held === 'unreachable' && this.clock.monotonic() >= heldUntil)) {
        this.lost.abort();
        return;
      }
      // Counted from before the question: the store's own count can only have begun later.
      if (held !== 'unreachable') {
        heldUntil = asked + this.ttlMs;
        this.onNews(held.lastSeq);
      }
    }
  }

  private async ask(patienceMs: number): Promise<{ readonly lastSeq: number } | 'lost' | 'unreachable'> {
    const given = new AbortController();
    const answer = this.leases
      .renew(this.lease.executionId, this.lease.epoch, this.ttlMs)
      .then((held) => held ?? ('lost' as const))
      .catch(() => 'unreachable' as const);
    const patience = this.clock.sleep(Math.max(0, patienceMs), given.signal).then(() => 'unreachable' as const);
    try {
      return await Promise.race([answer, patience]);
    } finally {
      given.abort();
    }
  }
}
