import { connect, createServer, type Server, type Socket } from 'node:net';
import { Direction } from './direction.js';

export interface RelayOptions {
  readonly targetPort: number;
  /** Added to every byte, each way. */
  readonly latencyMs?: number;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  readonly directions: readonly Direction[];
}

/**
 * The network link between two sites, as a TCP relay on loopback that can be cut. A cut link is a black hole: nothing
 * is forwarded any more, not even the news that an end has died; new connections fail. A restored link goes on where
 * it was cut, as TCP does when the network comes back before it has given up.
 */
export class Relay {
  private readonly pairs = new Set<Pair>();
  private cutNow = false;

  private constructor(
    private readonly server: Server,
    private readonly options: RelayOptions,
  ) {
    server.on('connection', (near) => this.accept(near));
  }

  static async listen(options: RelayOptions): Promise<Relay> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new Relay(server, options);
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the relay is closed');
    return address.port;
  }

  get isCut(): boolean {
    return this.cutNow;
  }

  get connections(): number {
    return this.pairs.size;
  }

  cut(): void {
    this.cutNow = true;
    for (const { directions } of this.pairs) for (const direction of directions) direction.hold();
  }

  restore(): void {
    this.cutNow = false;
    for (const { directions } of this.pairs) for (const direction of directions) direction.release();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const { near, far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
    await closed;
  }

  private accept(near: Socket): void {
    // Refused by a reset instead of by not listening: the port stays ours for when the link is restored.
    if (this.cutNow) {
      near.on('error', () => undefined);
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: this.options.targetPort, host: '127.0.0.1', allowHalfOpen: true });
    near.setNoDelay(true);
    far.setNoDelay(true);
    const latencyMs = this.options.latencyMs ?? 0;
    const pair: Pair = {
      near,
      far,
      directions: [new Direction(near, far, latencyMs), new Direction(far, near, latencyMs)],
    };
    this.pairs.add(pair);
    const forget = () => {
      if (near.closed && far.closed) this.pairs.delete(pair);
    };
    near.once('close', forget);
    far.once('close', forget);
  }
}
