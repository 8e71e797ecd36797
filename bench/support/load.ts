import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface LoadOptions {
  /** Of the same GET, again and again. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Kept alive; each asks again as soon as it is answered. */
  readonly connections: number;
  /** The load ends after so many requests or so much time, whichever comes first. */
  readonly maxRequests: number;
  readonly maxMs: number;
}

export interface Load {
  readonly requestsPerSecond: number;
  /** Of each request, in milliseconds. */
  readonly latencies: readonly number[];
}

const END_OF_HEAD = '\r\n\r\n';

/**
 * Sends one request over and over. Written on bare sockets, because on a machine of few cores a generator that works as
 * hard as the server measures itself: Node's own client costs more than the floor's server does.
 * @throws when an answer is anything but a 200 with a Content-Length.
 */
export async function load(options: LoadOptions): Promise<Load> {
  const { hostname, port, host, pathname, search } = new URL(options.url);
  const fields = Object.entries({ host, ...options.headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${fields.join('')}\r\n`);
  const sockets = await Promise.all(
    Array.from({ length: options.connections }, () => opened(connect(Number(port), hostname).setNoDelay())),
  );
  const latencies: number[] = [];
  const started = performance.now();
  let asked = 0;
  const goesOn = (): boolean => asked++ < options.maxRequests && performance.now() - started < options.maxMs;
  try {
    await Promise.all(sockets.map((socket) => repeat(socket, request, goesOn, latencies)));
    return { requestsPerSecond: (latencies.length * 1000) / (performance.now() - started), latencies };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

async function opened(socket: Socket): Promise<Socket> {
  await once(socket, 'connect');
  return socket;
}

function repeat(socket: Socket, request: Buffer, goesOn: () => boolean, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    let asked = 0;
    const ask = (): void => {
      if (!goesOn()) return resolve();
      answer = '';
      asked = performance.now();
      socket.write(request);
    };
    // One byte per character, so that a length in bytes is a length of the text.
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
      try {
        if (!isWhole(answer)) return;
      } catch (error) {
        return reject(error as Error);
      }
      latencies.push(performance.now() - asked);
      ask();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed a connection that it had to keep alive')));
    ask();
  });
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf(END_OF_HEAD);
  if (end < 0) return false;
  const head = answer.slice(0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) throw new Error(`not a plain 200: ${answer}`);
  return answer.length >= end + END_OF_HEAD.length + Number(length);
}
