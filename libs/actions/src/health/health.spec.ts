import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testActions, timed } from '../testing/context.js';
import { TestServer } from '../testing/http-server.js';
import { PostgresPair } from '../testing/postgres-pair.js';

describe('health', () => {
  const actions = testActions();
  const server = new TestServer();
  let pair: PostgresPair;

  beforeAll(async () => {
    await server.start();
    pair = await PostgresPair.start();
  });

  beforeEach(() => {
    server.handler = (_, response) => response.end();
  });

  afterAll(async () => {
    actions.catalog.close();
    await server.stop();
    await pair.destroy();
  });

  it('of a URL is waited for, and the wait is measured', async () => {
    let asked = 0;
    server.handler = (_, response) => response.writeHead(++asked < 4 ? 503 : 204).end();
    const output = await actions.run('health.http', { url: server.url, timeout_ms: 20_000 });
    expect(asked).toBe(4);
    // Three pauses of 10, 15 and 22.5 ms lie in between; each may be a millisecond short.
    expect(output.waited_ms).toBeGreaterThan(40);
    expect(output.latency_ms).toBeLessThan(output.waited_ms as number);
  });

  it('that never comes fails with the last reason', async () => {
    const stop = new AbortController();
    let asked = 0;
    server.handler = (_, response) => {
      // Whoever asks for the third time has heard the first two answers.
      if (++asked === 3) stop.abort();
      response.writeHead(503).end();
    };
    const { signal } = stop;
    const failed = await timed(actions.run('health.http', { url: server.url, timeout_ms: 20_000 }, { signal }));
    expect(failed.error).toMatchObject({ code: 'unhealthy', details: { why: 'status 503 instead of 2xx' } });
  });

  it('of a URL can ask for a status', async () => {
    server.handler = (_, response) => response.writeHead(401).end();
    const inputs = { url: server.url, timeout_ms: 20_000, expect_status: 401 };
    expect(await actions.run('health.http', inputs)).toMatchObject({ latency_ms: expect.any(Number) as unknown });
  });

  it('of a port is that it accepts, also when it only comes up later', async () => {
    const late = await new TestServer().start();
    const { port } = late;
    await late.stop();
    const waiting = actions.run('health.tcp', { host: '127.0.0.1', port, timeout_ms: 500 });
    await late.start(port);
    expect(await waiting).toMatchObject({ latency_ms: expect.any(Number) as unknown });
    await late.stop();
  });

  it('of a forbidden address is not even looked at', async () => {
    const inputs = { host: '169.254.169.254', port: 80, timeout_ms: 500 };
    await expect(actions.run('health.tcp', inputs)).rejects.toMatchObject({ code: 'forbidden_address' });
  });

  it('of a PostgreSQL server includes, when asked, that it takes writes', async () => {
    const inputs = { url: pair.primary.url(), timeout_ms: 10_000 };
    await actions.run('health.postgres', { ...inputs, writable: true });
    await actions.run('postgres.fence', { url: pair.primary.url(), required: true });
    await actions.run('health.postgres', inputs);
    const signal = AbortSignal.timeout(3_000);
    const failed = await timed(actions.run('health.postgres', { ...inputs, writable: true }, { signal }));
    expect(failed.error).toMatchObject({ code: 'unhealthy', details: { why: 'it is read-only' } });
  });

  it('of a frozen PostgreSQL server is bounded by its own time limit', async () => {
    pair.freeze(pair.primary);
    const signal = AbortSignal.timeout(400);
    const inputs = { url: pair.primary.url(), timeout_ms: 100 };
    const failed = await timed(actions.run('health.postgres', inputs, { signal }));
    pair.thaw();
    expect(failed.error).toMatchObject({ code: 'unhealthy', details: { attempts: expect.any(Number) as unknown } });
    expect(failed.ms).toBeLessThan(15_000);
  });
});
