import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site that is well, or is not, as a test says. Every probe makes a new connection. */
export class ControlledSite {
  /** Milliseconds before it answers. */
  delayMs = 0;
  /** Answers that were given. */
  answered = 0;
  private healthy = true;
  private blips: readonly number[] = [];
  private left = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<ControlledSite> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const site = new ControlledSite(server, (server.address() as AddressInfo).port);
    server.on('request', (_, response) => {
      response.setHeader('connection', 'close');
      setTimeout(() => {
        response.statusCode = site.next();
        response.end(() => (site.answered += 1));
      }, site.delayMs);
    });
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/health`;
  }

  /** Whether all blips are over. */
  get isCalm(): boolean {
    return this.left === 0 && this.blips.length === 0;
  }

  fail(): void {
    this.healthy = false;
  }

  recover(): void {
    this.healthy = true;
  }

  /** So many failures in a row, a success, and the next: from the next probe on. */
  blip(lengths: readonly number[]): void {
    this.blips = lengths;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private next(): number {
    if (this.left > 0) {
      this.left -= 1;
      return this.left === 0 ? 200 : 503;
    }
    const [length, ...rest] = this.blips;
    if (length === undefined) return this.healthy ? 200 : 503;
    this.blips = rest;
    this.left = length;
    return 503;
  }
}
