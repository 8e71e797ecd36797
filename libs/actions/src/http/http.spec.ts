import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#domain/json.js';
import { PROMPT_MS, testActions, timed } from '../testing/context.js';
import { TestServer } from '../testing/http-server.js';

describe('http', () => {
  const actions = testActions();
  const server = new TestServer();
  const requests: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = [];
  let answer: { status: number; body: string; headers?: Record<string, string> };

  // A server for each test: a request that one test breaks off may arrive when the next has begun.
  beforeEach(async () => {
    await server.start();
    requests.length = 0;
    answer = { status: 200, body: '' };
    server.handler = (request, response, body) => {
      requests.push({ method: request.method!, url: request.url!, headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    };
  });

  afterEach(() => server.stop());

  afterAll(() => actions.catalog.close());

  it('sends what it was told, with secrets in headers, and keeps them to itself', async () => {
    actions.secrets.set('token', 'Bearer hunter2');
    answer.body = '{"open":true,"token":"hunter2"}';
    const output = await actions.run('http', {
      method: 'POST',
      url: `${server.url}/open?x=1`,
      headers: { Authorization: 'secret://token' },
      json: { gate: 1 },
      expect: { status: [200], json: { open: true } },
    });
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: '/open?x=1',
        headers: { authorization: 'Bearer hunter2', 'content-type': 'application/json' },
        body: '{"gate":1}',
      },
    ]);
    expect(output).toEqual({ status: 200, latency_ms: expect.any(Number) });
  });

  it('says under whose authority it comes, in every request, whatever the step says', async () => {
    const one = (path: string) => ({ method: 'POST', url: `${server.url}${path}`, headers: { 'DR-Epoch': '999' } });
    const step = { ...one('/apply'), probe: { ...one('/probe'), method: 'GET' }, undo: one('/undo') };
    await actions.run('http', step, { epoch: 41 });
    await actions.probe('http', step, { epoch: 42 });
    await actions.undo('http', step, { epoch: 43 });
    const told = { 'dr-plan-id': 'plan_1', 'dr-execution-id': 'failover_1', 'dr-step-id': 'step_1' };
    expect(requests).toMatchObject([
      { url: '/apply', headers: { ...told, 'dr-epoch': '41' } },
      { url: '/probe', headers: { ...told, 'dr-epoch': '41' } },
      { url: '/probe', headers: { ...told, 'dr-epoch': '42' } },
      { url: '/undo', headers: { ...told, 'dr-epoch': '43' } },
    ]);
  });

  it.each([
    ['a status', { status: [201] }, 'status 200 instead of 201'],
    ['a field', { json: { state: { open: true } } }, "the answer's state.open is not as expected"],
    ['a list', { json: { list: [{ a: 1 }] } }, "the answer's list[0].a is not as expected"],
    ['a value by its path', { json_paths: [{ path: '$.list[*].a', equals: 'x' }] }, "the answer's $.list[*].a is not"],
    ['a value that is not there', { json_paths: [{ path: '$.list[1]' }] }, "the answer's $.list[1] is not"],
    ['a number of values', { json_paths: [{ path: '$.list[*]', count: 0 }] }, "the answer's $.list[*] is not"],
    ['a value that is no number', { json_paths: [{ path: '$.state.open', at_least: 0 }] }, 'is not as expected'],
    ['one of some values', { json_paths: [{ path: '$.state.open', one_of: ['a', 'b'] }] }, 'is not as expected'],
    ['an inherited field', { json: { toString: 'x' } }, "the answer's toString is not as expected"],
    ['a latency', { max_latency_ms: 0.000001 }, 'instead of at most'],
  ])('fails when %s is not as expected, without repeating the answer', async (_, expected, message) => {
    answer.body = '{"state":{"open":"hunter2"},"list":[{"a":"hunter2"}]}';
    const failed = await timed(actions.run('http', { method: 'GET', url: server.url, expect: expected }));
    expect(failed.error).toMatchObject({
      code: 'effect_missing',
      message: expect.stringContaining(message) as unknown,
    });
    expect(JSON.stringify(failed.error)).not.toContain('hunter2');
  });

  it('asserts what it finds by paths, wherever in a list it is', async () => {
    answer.body = '{"members":[{"name":"a","role":"replica","lag":3},{"name":"b","role":"leader"}]}';
    const json_paths: JsonObject[] = [
      { path: "$.members[?@.role=='leader'].name", equals: 'b' },
      { path: "$.members[?@.role=='replica'].lag", at_least: 0, at_most: 3, count: 1 },
      { path: '$.members[*].role', one_of: ['leader', 'replica'] },
      { path: '$.pause', count: 0 },
    ];
    expect(await actions.run('http', { method: 'GET', url: server.url, expect: { json_paths } })).toMatchObject({
      status: 200,
    });
  });

  it('does not follow redirects', async () => {
    answer = { status: 302, body: '', headers: { location: 'http://169.254.169.254/' } };
    const asked = { method: 'GET', url: server.url };
    await expect(actions.run('http', asked)).rejects.toMatchObject({ code: 'effect_missing' });
    expect(await actions.run('http', { ...asked, expect: { status: [302] } })).toMatchObject({ status: 302 });
  });

  it('refuses an endless body', async () => {
    answer.body = 'x'.repeat(1024 * 1024 + 1);
    const asked = actions.run('http', { method: 'GET', url: server.url });
    await expect(asked).rejects.toMatchObject({ code: 'answer_too_large' });
  });

  it('knows by its probe whether the effect is there, and without one it does not know', async () => {
    const step = { method: 'POST', url: `${server.url}/open` };
    expect(await actions.probe('http', step)).toMatchObject({ answer: 'unknown' });
    const probed = { ...step, probe: { method: 'GET', url: server.url, expect: { json: { open: true } } } };
    answer.body = '{"open":false}';
    expect(await actions.probe('http', probed)).toEqual({ answer: 'not_done' });
    answer.body = '{"open":true}';
    expect(await actions.probe('http', probed)).toMatchObject({ answer: 'done' });
    const dead = { ...step, probe: { method: 'GET', url: 'http://127.0.0.1:1/' } };
    expect(await actions.probe('http', dead)).toMatchObject({ answer: 'unknown' });
  });

  it('after the request waits for its probe to see the effect', async () => {
    let looks = 0;
    server.handler = (request, response) => {
      if (request.method === 'GET') looks++;
      response.end(JSON.stringify({ open: looks >= 3 }));
    };
    const probe = { method: 'GET', url: server.url, expect: { json: { open: true } } };
    await actions.run('http', { method: 'POST', url: server.url, probe });
    expect(looks).toBe(3);
  });

  it('waits for what its probe calls under way, and does not ask for it again', async () => {
    let looks = 0;
    server.handler = (request, response) => {
      requests.push({ method: request.method!, url: '', headers: {}, body: '' });
      response.end(JSON.stringify({ state: ++looks >= 3 ? 'open' : 'opening' }));
    };
    const state = (name: string) => ({ json: { state: name } });
    const probe = { method: 'GET', url: server.url, expect: state('open'), under_way: state('opening') };
    expect(await actions.probe('http', { method: 'POST', url: server.url, probe })).toMatchObject({ answer: 'done' });
    looks = 0;
    const first = await actions.run('http', { method: 'POST', url: server.url, probe, probe_first: true });
    expect(first).toMatchObject({ status: 200, already_there: true });
    expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
    looks = -1_000;
    const late = actions.probe(
      'http',
      { method: 'POST', url: server.url, probe },
      { signal: AbortSignal.timeout(1_000) },
    );
    await expect(late).rejects.toMatchObject({ code: 'effect_missing', message: expect.stringContaining('under way') });
  });

  it('sends nothing when the probe that is to be asked first does not answer', async () => {
    const probe = { method: 'GET', url: 'http://127.0.0.1:1/' };
    const asked = actions.run('http', { method: 'POST', url: server.url, probe, probe_first: true });
    await expect(asked).rejects.toMatchObject({ code: 'effect_missing', message: expect.stringContaining('nothing') });
    expect(requests).toEqual([]);
  });

  it('asks until the answer is as expected, or its time is up', async () => {
    let looks = 0;
    server.handler = (_, response) => {
      response.writeHead(++looks >= 3 ? 200 : 503).end();
    };
    const asked = { method: 'GET', url: server.url, until: { within: 20, every: 0.02 } };
    expect(await actions.run('http', asked)).toMatchObject({ status: 200 });
    expect(looks).toBe(3);
    looks = -1_000;
    const never = actions.run('http', { ...asked, until: { within: 1, every: 0.02 } });
    await expect(never).rejects.toMatchObject({
      code: 'effect_missing',
      message: expect.stringMatching(/not within 1 s: .*503/),
    });
    const stopped = actions.run('http', asked, { signal: AbortSignal.timeout(1_000) });
    await expect(stopped).rejects.toMatchObject({ message: expect.stringContaining('503') });
  });

  it.each([
    ['an assertion without a path', { expect: { json_paths: [{ path: 'members' }] } }, 'expect.json_paths.0.path'],
    ['a repeated change', { method: 'POST', until: { within: 1 } }, 'until'],
    ['a probe that is to be first and is none', { probe_first: true }, 'probe_first'],
  ])('refuses %s', (_, wrong, field) => {
    const parse = () => actions.catalog.get('http').parse({ method: 'GET', url: server.url, ...wrong });
    expect(parse).toThrow(field);
  });

  it('is undone by the request for it, or says that there is none', async () => {
    const step = { method: 'POST', url: `${server.url}/open` };
    expect(await actions.undo('http', step)).toMatchObject({ undone: false });
    await actions.undo('http', { ...step, undo: { method: 'POST', url: `${server.url}/close` } });
    expect(requests).toMatchObject([{ method: 'POST', url: '/close' }]);
  });

  it('stops at once when aborted when the server is silent', async () => {
    const abort = new AbortController();
    let began = 0;
    server.handler = () => {
      began = performance.now();
      abort.abort();
    };
    const stopped = await timed(actions.run('http', { method: 'GET', url: server.url }, { signal: abort.signal }));
    expect(stopped.error).toMatchObject({ code: 'action_aborted' });
    expect(performance.now() - began).toBeLessThan(PROMPT_MS);
  });

  it('names a secret that is missing', async () => {
    const asked = { method: 'GET', url: server.url, headers: { a: 'secret://nobody' } };
    await expect(actions.run('http', asked)).rejects.toMatchObject({ code: 'secret_not_found' });
  });
});
