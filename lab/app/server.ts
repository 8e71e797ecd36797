import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Database, DuplicateOrderError } from './database.js';

const MAX_BODY_BYTES = 10_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The shop of one site: `POST /orders {id}` answers 201 only once the order is committed. `GET /health` is 200 while
 * the database answers at all; `GET /health?writable=1` only when it takes writes, which is what counts after a failover.
 */
export function shopServer(site: string, database: Database): Server {
  const server = createServer((request, response) => {
    answer(site, database, request)
      .catch((error: unknown): Answer => ({ status: 503, body: { site, error: messageOf(error) } }))
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
  // Longer than any balancer keeps its idle connections, so that it is never the app that closes one under a request.
  server.keepAliveTimeout = 120_000;
  return server;
}

async function answer(site: string, database: Database, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://shop');
  const route = `${request.method} ${url.pathname}`;
  switch (route) {
    case 'POST /orders':
      return order(site, database, await readBody(request));
    case 'GET /health': {
      const health = await database.health();
      const healthy = health.writable || !url.searchParams.has('writable');
      return { status: healthy ? 200 : 503, body: { site, ...health } };
    }
    default:
      return { status: 404, body: { site, error: `no such route: ${route}` } };
  }
}

async function order(site: string, database: Database, body: string): Promise<Answer> {
  const id = orderId(body);
  if (id === undefined) return { status: 400, body: { site, error: 'the body must be {"id": <positive integer>}' } };
  try {
    const written = await database.write(id);
    return { status: 201, body: { site, id, written_at_ms: written.writtenAtMs } };
  } catch (error) {
    if (error instanceof DuplicateOrderError) return { status: 409, body: { site, error: `order ${id} exists` } };
    throw error;
  }
}

function orderId(body: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('id' in parsed)) return undefined;
    const { id } = parsed;
    return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MAX_BODY_BYTES) throw new Error('the body is too long');
  }
  return body;
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
