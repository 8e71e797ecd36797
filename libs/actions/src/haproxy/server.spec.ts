import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { JsonObject } from '#domain/json.js';
import { describeIf } from '../../../../test/support/requirements.js';
import { contextFor, testActions } from '../testing/context.js';
import { TestHaproxy } from '../testing/haproxy.js';
import { TestServer } from '../testing/http-server.js';
import { until } from '../testing/postgres-pair.js';
import { askHaproxy } from './runtime-api.js';
import { readServers } from './server-state.js';
import { readTraffic } from './server-traffic.js';

describeIf('haproxy', 'haproxy.server', (program) => {
  const actions = testActions();
  const toronto = new TestServer();
  const vancouver = new TestServer();
  const signal = new AbortController().signal;
  let haproxy: TestHaproxy;

  beforeAll(async () => {
    await Promise.all([toronto.start(), vancouver.start()]);
    haproxy = await TestHaproxy.start(program, [
      `server toronto 127.0.0.1:${toronto.port} weight 100`,
      `server vancouver 127.0.0.1:${vancouver.port} weight 100`,
      'server checked 127.0.0.1:1 check inter 20ms rise 1 fall 1 disabled',
    ]);
  });

  beforeEach(async () => {
    toronto.handler = (_, response) => response.end('toronto');
    vancouver.handler = (_, response) => response.end('vancouver');
    const servers = ['toronto', 'vancouver'].map((name) => `set server app/${name}`);
    const commands = servers.flatMap((server) => [`${server} state ready`, `${server} weight 100`]);
    await askHaproxy(haproxy.unix, commands, signal);
  });

  afterAll(async () => {
    actions.catalog.close();
    await Promise.all([haproxy.stop(), toronto.stop(), vancouver.stop()]);
  });

  const inputsOf = (rest: JsonObject): JsonObject => ({
    address: haproxy.unix,
    backend: 'app',
    server: 'toronto',
    ...rest,
  });
  const run = (rest: JsonObject) => actions.run('haproxy.server', inputsOf(rest));
  const sight = async (server = 'toronto') => (await readServers(haproxy.unix, 'app', signal)).get(server)!;
  const observe = (rest: JsonObject) => {
    const action = actions.catalog.get('haproxy.server');
    return action.observe!(action.parse(inputsOf(rest)), contextFor('haproxy.server'));
  };
  /** A client that hangs on the old server, once the server has its request. */
  const hanging = async (): Promise<{ answer: Promise<string>; respond: () => void }> => {
    const answers: ServerResponse[] = [];
    toronto.handler = (_, response) => void answers.push(response);
    vancouver.handler = (_, response) => void answers.push(response);
    await askHaproxy(haproxy.unix, ['set server app/vancouver state maint'], signal);
    const answer = fetch(haproxy.front).then(
      (response) => (response.ok ? response.text() : `status ${response.status}`),
      () => 'cut',
    );
    await until(async () => (await readTraffic(haproxy.unix, 'app', 'toronto', signal)).sessions === 1);
    await until(() => Promise.resolve(answers.length === 1));
    await askHaproxy(haproxy.unix, ['set server app/vancouver state ready'], signal);
    vancouver.handler = (_, response) => response.end('vancouver');
    return { answer, respond: () => answers[0]!.end('late') };
  };

  it.each(['unix', 'tcp'] as const)('drains, closes and opens a server over %s, proven by traffic', async (socket) => {
    const rest = { address: haproxy[socket], verify_url: haproxy.front };
    expect(await actions.probe('haproxy.server', inputsOf({ ...rest, state: 'drain' }))).toEqual({
      answer: 'not_done',
    });
    expect(await run({ ...rest, state: 'drain' })).toMatchObject({ state: 'drain', sessions_left: 0, chosen: 0 });
    expect(await actions.probe('haproxy.server', inputsOf({ ...rest, state: 'drain' }))).toMatchObject({
      answer: 'done',
    });
    expect(await (await fetch(haproxy.front)).text()).toBe('vancouver');
    expect(await run({ ...rest, state: 'maint' })).toMatchObject({ state: 'maint', chosen: 0 });
    const opened = await run({ ...rest, state: 'ready', weight: 256 });
    expect(opened).toMatchObject({ state: 'up', weight: 256 });
    expect(opened['chosen']).toBeGreaterThan(0);
  });

  it('waits for open sessions to end by themselves', async () => {
    const { answer, respond } = await hanging();
    const drained = run({ state: 'drain', sessions: { wait: 15, remaining: 'fail' } });
    await until(async () => (await sight()).state === 'drain');
    expect(await (await fetch(haproxy.front)).text()).toBe('vancouver');
    respond();
    expect(await drained).toMatchObject({ state: 'drain', sessions_left: 0, sessions_cut: 0 });
    expect(await answer).toBe('late');
  });

  it('does with those that do not end what the plan says', async () => {
    const { answer, respond } = await hanging();
    const wait = 0.05;
    const failed = run({ state: 'drain', sessions: { wait, remaining: 'fail' } });
    await expect(failed).rejects.toMatchObject({ code: 'effect_missing', details: { sessions_left: 1 } });
    expect(await run({ state: 'drain', sessions: { wait, remaining: 'leave' } })).toMatchObject({ sessions_left: 1 });
    const asked = inputsOf({ state: 'drain', sessions: { wait, remaining: 'leave' } });
    expect(await actions.probe('haproxy.server', asked)).toEqual({ answer: 'not_done' });
    expect(await run({ state: 'drain', sessions: { wait, remaining: 'cut' } })).toMatchObject({
      sessions_left: 0,
      sessions_cut: 1,
    });
    expect(await answer).not.toBe('late');
    respond();
  });

  it('restores the state and the weight of before, and nothing that it did not set', async () => {
    await askHaproxy(haproxy.unix, ['set server app/toronto weight 7', 'set server app/toronto state drain'], signal);
    const before = await observe({ state: 'maint', weight: 3 });
    expect(before).toEqual({ state: 'drain', weight: 7 });
    await run({ state: 'maint', weight: 3 });
    expect(await sight()).toMatchObject({ administrative: 'maint', weight: 3 });
    // Half of it was done when it failed: undoing is the same.
    await askHaproxy(haproxy.unix, ['set server app/toronto state ready'], signal);
    await actions.undo('haproxy.server', inputsOf({ state: 'maint', weight: 3, undo: {} }), { before });
    expect(await sight()).toMatchObject({ administrative: 'drain', weight: 7 });

    await run({ weight: 9 });
    await actions.undo('haproxy.server', inputsOf({ weight: 9 }), { before });
    expect(await sight()).toMatchObject({ administrative: 'drain', weight: 7 });
    await actions.undo('haproxy.server', inputsOf({ state: 'drain', undo: { state: 'ready' } }), { before });
    expect(await sight()).toMatchObject({ administrative: 'ready', weight: 7 });
  });

  it('undoes nothing where nothing was written down of how it was', async () => {
    await askHaproxy(haproxy.unix, ['set server app/toronto state maint'], signal);
    expect(await actions.undo('haproxy.server', inputsOf({ state: 'ready' }))).toEqual({});
    expect(await sight()).toMatchObject({ administrative: 'maint' });
  });

  it('does not take the last server away from its clients unseen', async () => {
    await askHaproxy(haproxy.unix, ['set server app/vancouver state maint'], signal);
    const inputs = inputsOf({ state: 'drain', verify_url: haproxy.front });
    const failed = actions.run('haproxy.server', inputs, { signal: AbortSignal.timeout(2_000) });
    await expect(failed).rejects.toMatchObject({ code: 'effect_missing', details: { last: 'status 503' } });
  });

  it('does not take a server for opened whose checks fail, and restores it all the same', async () => {
    const inputs = { server: 'checked', state: 'ready' };
    const before = await observe(inputs);
    await askHaproxy(haproxy.unix, ['set server app/checked state ready'], signal);
    await until(async () => (await sight('checked')).state === 'down');
    const failed = actions.run('haproxy.server', inputsOf(inputs), { signal: AbortSignal.timeout(2_000) });
    await expect(failed).rejects.toMatchObject({ code: 'effect_missing', details: { state: 'down' } });
    await actions.undo('haproxy.server', inputsOf(inputs), { before });
    expect(await sight('checked')).toMatchObject({ administrative: 'maint' });
  });

  it('says what HAProxy, the network or the plan refuses', async () => {
    const parse = (rest: JsonObject) => () => actions.catalog.get('haproxy.server').parse(inputsOf(rest));
    expect(parse({})).toThrow('state or weight must be there');
    expect(parse({ state: 'ready', sessions: { wait: 1, remaining: 'cut' } })).toThrow(
      'only with state drain or maint',
    );
    expect(parse({ weight: 257 })).toThrow('weight');
    expect(parse({ state: 'drain', server: 'a; shutdown' })).toThrow('server');
    const code = (rest: JsonObject) => run(rest).then(() => 'done', (error: { code: string }) => error.code); // prettier-ignore
    expect(await code({ state: 'drain', server: 'atlantis' })).toBe('haproxy_refused');
    expect(await code({ state: 'drain', address: haproxy.operator })).toBe('haproxy_refused');
    expect(await code({ state: 'drain', address: 'tcp://127.0.0.1:1' })).toBe('peer_unreachable');
    const gone = inputsOf({ state: 'drain', address: 'tcp://127.0.0.1:1' });
    expect(await actions.probe('haproxy.server', gone)).toMatchObject({ answer: 'unknown' });
  });
});
