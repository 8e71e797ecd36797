import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Relay } from '../../lab/link/relay.js';
import { waitUntil } from '../../lab/process/wait-until.js';

let server: Server;
let relay: Relay;
let received: string;
let serverSide: Socket | undefined;

beforeEach(async () => {
  received = '';
  serverSide = undefined;
  server = createServer((socket) => {
    serverSide = socket;
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: string) => {
      received += chunk;
      socket.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await relay.close();
  serverSide?.destroy();
  await new Promise((resolve) => server.close(resolve));
});

interface Caller {
  readonly socket: Socket;
  readonly heard: () => string;
  readonly state: () => 'open' | 'ended' | 'closed';
}

function serverPort(): number {
  return (server.address() as { port: number }).port;
}

async function open(latencyMs = 0): Promise<Caller> {
  relay = await Relay.listen({ targetPort: serverPort(), latencyMs });
  return call();
}

async function call(): Promise<Caller> {
  const socket = connect({ port: relay.port, host: '127.0.0.1', allowHalfOpen: true });
  let heard = '';
  let state: 'open' | 'ended' | 'closed' = 'open';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => (heard += chunk));
  socket.on('end', () => (state = 'ended'));
  socket.on('close', () => (state = 'closed'));
  socket.on('error', () => undefined);
  // A connection that is refused may be over before it is seen to have begun.
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return { socket, heard: () => heard, state: () => state };
}

/** A round trip through another connection: whatever was sent before it has had its chance to arrive. */
async function roundTripPast(): Promise<void> {
  const socket = connect(serverPort(), '127.0.0.1', () => socket.write('#'));
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
}

test('forwards both ways, and the end of it', async () => {
  const caller = await open();
  caller.socket.end('hello');
  await waitUntil(() => caller.heard() === 'hello', { what: 'the echo arrives' });
  await waitUntil(() => caller.state() !== 'open', { what: 'the end arrives' });
  expect(received).toBe('hello');
  caller.socket.destroy();
  await waitUntil(() => relay.connections === 0, { what: 'the relay forgets the connection' });
});

test('forwards more than fits into any buffer, whole and in order', async () => {
  const caller = await open(2);
  const text = Array.from({ length: 200_000 }, (_, index) => `${index}\n`).join('');
  caller.socket.end(text);
  await waitUntil(() => caller.state() !== 'open', { what: 'all of it is back' });
  expect(caller.heard() === text).toBe(true);
  caller.socket.destroy();
});

test('a cut link forwards nothing, and goes on where it was when it is restored', async () => {
  const caller = await open();
  caller.socket.write('a');
  await waitUntil(() => caller.heard() === 'a', { what: 'the echo arrives' });
  relay.cut();
  caller.socket.write('b');
  await roundTripPast();
  expect(received).toBe('a#');
  expect(caller.state()).toBe('open');
  relay.restore();
  await waitUntil(() => caller.heard() === 'ab', { what: 'what was held arrives' });
  caller.socket.destroy();
});

test('bytes that are under way when the link is cut do not arrive', async () => {
  const caller = await open(30);
  caller.socket.write('late');
  await waitUntil(() => relay.connections === 1, { what: 'the relay has the connection' });
  relay.cut();
  await roundTripPast();
  expect(received).toBe('#');
  relay.restore();
  await waitUntil(() => caller.heard() === 'late', { what: 'they arrive after all' });
  caller.socket.destroy();
});

test('the death of one end is no news at the other while the link is cut', async () => {
  const caller = await open();
  caller.socket.write('a');
  await waitUntil(() => caller.heard() === 'a', { what: 'the echo arrives' });
  relay.cut();
  serverSide!.resetAndDestroy();
  await roundTripPast();
  expect(caller.state()).toBe('open');
  relay.restore();
  await waitUntil(() => caller.state() === 'closed', { what: 'the news arrives' });
});

test('a cut link refuses new connections, and keeps its port for when it is restored', async () => {
  const first = await open();
  const { port } = relay;
  relay.cut();
  const refused = await call();
  await waitUntil(() => refused.state() === 'closed', { what: 'the new connection is refused' });
  relay.restore();
  expect(relay.port).toBe(port);
  const accepted = await call();
  accepted.socket.write('again');
  await waitUntil(() => accepted.heard() === 'again', { what: 'the echo arrives' });
  first.socket.destroy();
  accepted.socket.destroy();
});

test('latency is added each way', async () => {
  const caller = await open(40);
  const began = performance.now();
  caller.socket.write('x');
  await waitUntil(() => caller.heard() === 'x', { what: 'the echo arrives', everyMs: 2 });
  // A timer may fire up to a millisecond early.
  expect(performance.now() - began).toBeGreaterThanOrEqual(78);
  caller.socket.destroy();
});
