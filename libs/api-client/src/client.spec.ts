import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { afterCollection } from '../../../test/support/after-collection.js';
import { createDrClient, type DrClientOptions } from './client.js';

/** Milliseconds, longer than it takes to collect garbage. */
const LIMIT_MS = 1_500;

const silent: RequestListener = () => undefined;
const stuck: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{');
};

describe('a request of the client', () => {
  let server: Server;

  async function clientOf(listener: RequestListener, options: Partial<DrClientOptions>) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return createDrClient({ baseUrl: `http://127.0.0.1:${port}`, token: 'none', ...options });
  }

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ['is not answered', silent],
    ['is answered in part', stuck],
  ])('that %s ends in time, when garbage was collected meanwhile, too', async (_, listener) => {
    const client = await clientOf(listener, { timeoutMs: LIMIT_MS });
    const ends = await afterCollection(() => client.GET('/health/live'));
    expect(ends).toEqual(ends.map(() => expect.objectContaining({ name: 'TimeoutError' })));
  });

  test('ends with its own signal and with that of the client, when garbage was collected meanwhile, too', async () => {
    const stop = new AbortController();
    const stopAll = new AbortController();
    const client = await clientOf(silent, { signal: stopAll.signal });
    const one = afterCollection(() => client.GET('/health/live', { signal: stop.signal }));
    const all = afterCollection(() => client.GET('/health/live'));
    await afterCollection(() => Promise.resolve());
    stop.abort(new Error('this one'));
    stopAll.abort(new Error('every one'));
    const [ones, others] = [await one, await all];
    expect(ones).toEqual(ones.map(() => new Error('this one')));
    expect(others).toEqual(others.map(() => new Error('every one')));
  });
});
