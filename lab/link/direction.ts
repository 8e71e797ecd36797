import type { Socket } from 'node:net';

/** One way through a relay: bytes, the end of them, and the death of the sender, in order, each after the latency. */
export class Direction {
  private held = false;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly latencyMs: number,
  ) {
    from.on('data', (chunk: Buffer) => this.pass(() => this.write(chunk)));
    from.on('end', () => this.pass(() => to.end()));
    // Without an error both ways have ended by themselves, and the last bytes may still be on their way out.
    from.on('close', (hadError) => this.pass(() => hadError && to.resetAndDestroy()));
    from.on('error', () => undefined); // 'close' follows
  }

  /** From now on nothing arrives, what is under way included. */
  hold(): void {
    this.held = true;
    this.from.pause();
  }

  release(): void {
    this.held = false;
    for (const arrive of this.waiting.splice(0)) arrive();
    this.from.resume();
  }

  private pass(arrive: () => void): void {
    if (this.latencyMs === 0) this.arrive(arrive);
    // Timers of one duration fire in the order in which they were set, so the bytes stay in order.
    else setTimeout(() => this.arrive(arrive), this.latencyMs).unref();
  }

  private arrive(arrive: () => void): void {
    if (this.held) this.waiting.push(arrive);
    else arrive();
  }

  private write(chunk: Buffer): void {
    if (this.to.destroyed || this.to.write(chunk)) return;
    this.from.pause();
    this.to.once('drain', () => {
      if (!this.held) this.from.resume();
    });
  }
}
