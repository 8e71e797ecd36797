import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { ServerEntry, ServerTable } from './server-table.js';

const CONNECT_TIMEOUT_MS = 500;
const ANSWER_TIMEOUT_MS = 2_000;

/** Headers that belong to one connection, not to the message. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** A reverse proxy that sends each request once, to a server that is ready, and never repeats it. */
export function proxy(table: ServerTable): Server {
  const agent = new Agent({ keepAlive: true, scheduling: 'lifo' });
  const server = createServer((incoming, outgoing) => {
    const target = table.next();
    if (target) forward(incoming, outgoing, target, agent);
    else refuse(outgoing, 503, 'No server is available to handle this request.');
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, target: ServerEntry, agent: Agent): void {
  const upstream = request({
    host: '127.0.0.1',
    port: target.port,
    method: incoming.method,
    path: incoming.url,
    headers: endToEnd(incoming.headers),
    agent,
  });
  const endSession = target.addSession(() => {
    upstream.destroy();
    incoming.destroy();
  });
  outgoing.once('close', () => {
    endSession();
    if (!outgoing.writableFinished) upstream.destroy(); // the client left
  });
  let fault = 502;
  upstream.once('socket', (socket) => {
    if (!socket.connecting) return;
    fault = 503; // not yet connected: the request has not left
    const giveUp = setTimeout(() => upstream.destroy(new Error('connect timeout')), CONNECT_TIMEOUT_MS);
    socket.once('close', () => clearTimeout(giveUp));
    socket.once('connect', () => {
      clearTimeout(giveUp);
      fault = 502;
    });
  });
  upstream.setTimeout(ANSWER_TIMEOUT_MS, () => {
    fault = 504;
    upstream.destroy(new Error('answer timeout'));
  });
  upstream.once('error', () => refuse(outgoing, fault, 'The server did not answer this request.'));
  upstream.once('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    answer.once('error', () => outgoing.destroy());
    answer.pipe(outgoing);
  });
  incoming.pipe(upstream);
}

function endToEnd(headers: NodeJS.Dict<string | string[]>): NodeJS.Dict<string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

function refuse(outgoing: ServerResponse, status: number, message: string): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-cache' });
  outgoing.end(`${message}\n`);
}
