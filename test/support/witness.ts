import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * Where a request is held: before its effect has happened, or after that and before the answer; `look`: somebody asks
 * whether it has happened, and has no answer yet.
 */
export type Hold = 'before' | 'after' | 'look';

/**
 * A system outside of the service that counts what is really done to it. `POST /effect/<name>` is an effect,
 * `GET /effect/<name>` says whether it has happened. A held request stays open until the caller goes away, or is let go.
 */
export class Witness {
  readonly effects = new Map<string, number>();
  /** What came with the newest request for an effect. */
  readonly bodies = new Map<string, unknown>();
  private readonly holds = new Map<string, Hold>();
  /** How often requests for an effect are still to be refused. */
  private readonly refusals = new Map<string, number>();
  /** Milliseconds that whoever asks about an effect waits for the answer. */
  private readonly slow = new Map<string, number>();
  /** What is held, and how it goes on. */
  private readonly held = new Map<string, () => void>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Witness> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const witness = new Witness(server);
    server.on('request', (request, response) => {
      // A caller that goes away while it still sends has done nothing.
      witness.answer(request, response).catch(() => response.destroy());
    });
    return witness;
  }

  url(name: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/effect/${name}`;
  }

  /** The next request for this effect is held. */
  holdNext(name: string, where: Hold): void {
    this.holds.set(name, where);
  }

  /** The next requests for this effect fail, and it does not happen. */
  refuseNext(name: string, times: number): void {
    this.refusals.set(name, times);
  }

  /** Whoever asks about this effect waits so many milliseconds. */
  answerSlowly(name: string, ms: number): void {
    this.slow.set(name, ms);
  }

  isHolding(name: string): boolean {
    return this.held.has(name);
  }

  /** Lets everything that is held go on, as if it had never been held. */
  releaseHeld(): void {
    for (const release of this.held.values()) release();
    this.held.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = request.url!.split('/').at(-1)!;
    if (request.method === 'GET') {
      const say = (): unknown =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ done: this.effects.has(name) }));
      const ms = this.slow.get(name);
      if (this.holds.get(name) === 'look') this.hold(name, response, say);
      else if (ms === undefined) say();
      else setTimeout(say, ms);
      return;
    }
    const body = await text(request);
    if (body !== '') this.bodies.set(name, JSON.parse(body));
    const refusals = this.refusals.get(name) ?? 0;
    if (refusals > 0) {
      this.refusals.set(name, refusals - 1);
      response.writeHead(503).end();
      return;
    }
    const hold = this.holds.get(name);
    const happen = (): unknown => this.effects.set(name, (this.effects.get(name) ?? 0) + 1);
    const succeed = (): unknown => response.writeHead(204).end();
    if (hold !== 'before') happen();
    if (hold === undefined || hold === 'look') {
      succeed();
      return;
    }
    this.hold(name, response, () => {
      if (hold === 'before') happen();
      succeed();
    });
  }

  private hold(name: string, response: ServerResponse, goOn: () => void): void {
    this.holds.delete(name);
    this.held.set(name, goOn);
    response.once('close', () => {
      // The same effect may be held again by now, for another caller.
      if (this.held.get(name) === goOn) this.held.delete(name);
    });
  }
}
