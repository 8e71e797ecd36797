import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { waitUntil } from '../../lab/process/wait-until.js';

export interface LiveEvent {
  readonly id: string;
  readonly event: string;
  readonly data: {
    readonly execution_id: string;
    readonly seq: number;
    readonly status: string;
    readonly progress: number;
    readonly epoch?: number | null;
    readonly entry?: { readonly type: string };
  };
}

export interface StreamAddress {
  readonly address: string;
  readonly token: string | null;
}

/** A client of server-sent events, over a connection of its own. */
export class EventStream {
  readonly events: LiveEvent[] = [];
  /** As EventSource keeps it: what a new connection is to resume from. */
  lastEventId: string;
  comments = 0;
  ended = false;
  private rest = '';

  private constructor(
    private readonly sent: ClientRequest,
    readonly response: IncomingMessage,
    lastEventId: string,
  ) {
    this.lastEventId = lastEventId;
    response.setEncoding('utf8').on('data', (chunk: string) => this.take(chunk));
    response.once('close', () => (this.ended = true)).on('error', () => undefined);
  }

  /** @param path below `/disaster-recovery` */
  static async open({ address, token }: StreamAddress, path: string, lastEventId = ''): Promise<EventStream> {
    const { sent, response } = await ask({ address, token }, path, lastEventId);
    if (response.statusCode !== 200)
      throw new Error(`${path} answered ${response.statusCode}: ${await text(response)}`);
    return new EventStream(sent, response, lastEventId);
  }

  /** The status and body of an answer that ends by itself. */
  static async answer(at: StreamAddress, path: string, lastEventId = ''): Promise<{ status: number; body: string }> {
    const { response } = await ask(at, path, lastEventId);
    return { status: response.statusCode!, body: await text(response) };
  }

  async until(what: string, condition: (events: readonly LiveEvent[]) => boolean): Promise<void> {
    await waitUntil(() => condition(this.events), { what, deadlineMs: 90_000 });
  }

  /** Goes away without a word. */
  drop(): void {
    this.sent.destroy();
  }

  private take(chunk: string): void {
    const blocks = (this.rest + chunk).split('\n\n');
    this.rest = blocks.pop()!;
    for (const block of blocks) this.dispatch(block.split('\n'));
  }

  private dispatch(lines: readonly string[]): void {
    const value = (name: string): string | undefined =>
      lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    if (lines.some((line) => line.startsWith(':'))) this.comments++;
    const id = value('id');
    if (id !== undefined) this.lastEventId = id;
    const data = value('data');
    if (data === undefined) return;
    this.events.push({ id: id!, event: value('event')!, data: JSON.parse(data) as LiveEvent['data'] });
  }
}

async function ask({ address, token }: StreamAddress, path: string, lastEventId: string) {
  const sent = request(`${address}/disaster-recovery${path}`, {
    agent: false,
    headers: {
      accept: 'text/event-stream',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
    },
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined);
  return { sent, response };
}
