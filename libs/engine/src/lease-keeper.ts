import type { Clock, HeldLease, Leases } from './ports.js';

/** A holder renews this many times within one lifetime of its lease, so that single failures do not lose it. */
const RENEWALS_PER_LIFETIME = 4;

/** Share of a lifetime after which a holder that could not renew lets go: what runs must be at rest at its end. */
const TRUSTED_SHARE = 7 / 8;

/** Why a wait is put away. A reason that is given: without one every abort makes an error. */
const ANSWERED = 'nobody waits any more';

/**
 * Keeps one lease alive and says when it is lost. A lease counts as lost when the store says so, and also when it
 * could not be renewed in time: a holder that can not reach the store must assume that another one has taken over.
 */
export class LeaseKeeper {
  private readonly lost = new AbortController();
  private readonly stopped = new AbortController();
  private heldUntil = 0;
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

  /**
   * Whether the lease is held at this very moment. A process that slept through its lease finds out here, before it
   * acts, and not when its timers come round.
   */
  isHeld(): boolean {
    if (this.clock.monotonic() >= this.heldUntil) this.lost.abort();
    return !this.lost.signal.aborted;
  }

  /** @param askedAt when the lease was asked for, by the monotonic clock. */
  start(askedAt: number): void {
    this.trustFrom(askedAt);
    this.loop = this.renew();
  }

  async stop(): Promise<void> {
    this.stopped.abort('the lease is let go');
    await this.loop;
  }

  private async renew(): Promise<void> {
    const interval = this.ttlMs / RENEWALS_PER_LIFETIME;
    for (;;) {
      const trusted = this.heldUntil - this.clock.monotonic();
      await this.clock.sleep(Math.max(0, Math.min(interval, trusted)), this.stopped.signal);
      if (this.stopped.signal.aborted || !this.isHeld()) return;
      const asked = this.clock.monotonic();
      const held = await this.ask(this.heldUntil - asked);
      if (held === 'unreachable') {
        if (!this.isHeld()) return;
      } else if (held === 'lost') {
        this.lost.abort();
        return;
      } else {
        this.trustFrom(asked);
        this.onNews(held.lastSeq);
      }
    }
  }

  /** Counted from before the question: the store's own count can only have begun later. */
  private trustFrom(asked: number): void {
    this.heldUntil = asked + this.ttlMs * TRUSTED_SHARE;
  }

  private async ask(patienceMs: number): Promise<{ readonly lastSeq: number } | 'lost' | 'unreachable'> {
    const given = new AbortController();
    const giveUp = (): void => given.abort(ANSWERED);
    this.stopped.signal.addEventListener('abort', giveUp, { once: true });
    const answer = this.leases
      .renew(this.lease.executionId, this.lease.epoch, this.ttlMs)
      .then((held) => held ?? ('lost' as const))
      .catch(() => 'unreachable' as const);
    const patience = this.clock.sleep(Math.max(0, patienceMs), given.signal).then(() => 'unreachable' as const);
    try {
      return await Promise.race([answer, patience]);
    } finally {
      given.abort(ANSWERED);
      this.stopped.signal.removeEventListener('abort', giveUp);
    }
  }
}
