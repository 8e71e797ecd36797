import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers every request with its own name; `/hang` never gets an answer. */
export interface NamedServer {
  readonly name: string;
  readonly port: number;
  /** Requests to /hang that are open. */
  readonly hanging: () => number;
  close(): Promise<void>;
}

export async function namedServer(name: string): Promise<NamedServer> {
  let hanging = 0;
  const server: Server = createServer((request, response) => {
    if (request.url === '/hang') {
      hanging += 1;
      response.once('close', () => (hanging -= 1));
      return;
    }
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.once('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ name, method: request.method, url: request.url, body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name,
    port: (server.address() as AddressInfo).port,
    hanging: () => hanging,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
