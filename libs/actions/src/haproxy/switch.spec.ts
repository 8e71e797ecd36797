import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeIf } from '../../../../test/support/requirements.js';
import { PROMPT_MS, abortedAfter, testActions, timed } from '../testing/context.js';
import { TestHaproxy } from '../testing/haproxy.js';
import { TestServer } from '../testing/http-server.js';
import { freePort, until } from '../testing/postgres-pair.js';
import { askHaproxy } from './runtime-api.js';
import { readServerStates } from './server-state.js';

describeIf('haproxy', 'haproxy.switch', (program) => {
  const actions = testActions();
  const toronto = new TestServer();
  const vancouver = new TestServer();
  const signal = new AbortController().signal;
  let haproxy: TestHaproxy;
  let address: string;
  let front: string;

  beforeAll(async () => {
    await Promise.all([toronto.start(), vancouver.start()]);
    toronto.handler = (_, response) => response.end('toronto');
    vancouver.handler = (_, response) => response.end('vancouver');
    haproxy = await TestHaproxy.start(program, [
      `server toronto 127.0.0.1:${toronto.port}`,
      `server vancouver 127.0.0.1:${vancouver.port} disabled`,
      'server checked 127.0.0.1:1 check inter 20ms rise 1 fall 1 disabled',
    ]);
    ({ unix: address, front } = haproxy);
  });

  beforeEach(async () => {
    await actions.run('haproxy.switch', back());
  });

  afterAll(async () => {
    actions.catalog.close();
    await Promise.all([haproxy.stop(), toronto.stop(), vancouver.stop()]);
  });

  const over = () => ({ address, backend: 'app', activate: 'vancouver', deactivate: 'toronto', verify_url: front });
  const back = () => ({ address, backend: 'app', activate: 'toronto', deactivate: 'vancouver', verify_url: front });
  const who = async () => (await fetch(front)).text();

  it('moves the traffic, and back again', async () => {
    expect(await who()).toBe('toronto');
    expect(await actions.probe('haproxy.switch', over())).toEqual({ answer: 'not_done' });
    const switched = await timed(actions.run('haproxy.switch', over()));
    expect(switched).toMatchObject({ error: null, value: { servers: { vancouver: 'up', toronto: 'maint' } } });
    process.stderr.write(`measured: haproxy.switch with its proof ${switched.ms.toFixed(1)} ms\n`);
    expect(await who()).toBe('vancouver');
    expect(await actions.probe('haproxy.switch', over())).toMatchObject({ answer: 'done' });
    expect(await actions.run('haproxy.switch', over())).toMatchObject({ servers: { vancouver: 'up' } });

    await actions.undo('haproxy.switch', over());
    expect(await who()).toBe('toronto');
  });

  it('takes one that is half done for not done, and finishes it', async () => {
    await askHaproxy(address, ['set server app/vancouver state ready'], signal);
    expect(await actions.probe('haproxy.switch', over())).toEqual({ answer: 'not_done' });
    await actions.run('haproxy.switch', over());
    expect(await who()).toBe('vancouver');
  });

  it('cuts off requests that hang on the old server', async () => {
    const held = new Promise<void>((resolve) => {
      toronto.handler = () => resolve();
    });
    const hanging = fetch(front).then(
      (response) => response.status,
      () => 'cut',
    );
    await held;
    await actions.run('haproxy.switch', over());
    expect(await hanging).not.toBe(200);
    toronto.handler = (_, response) => response.end('toronto');
  });

  it('can open without closing, and closes that again', async () => {
    const inputs = { ...over(), deactivate: null };
    expect(await actions.run('haproxy.switch', inputs)).toMatchObject({ servers: { vancouver: 'up' } });
    await actions.undo('haproxy.switch', inputs);
    expect(await actions.probe('haproxy.switch', back())).toMatchObject({ answer: 'done' });
  });

  it('never closes one server when there is no other to open', async () => {
    const failed = actions.run('haproxy.switch', { ...over(), activate: 'atlantis' });
    await expect(failed).rejects.toMatchObject({
      code: 'haproxy_refused',
      details: { answer: 'No such server: atlantis' },
    });
    expect(await who()).toBe('toronto');
  });

  it('reports what HAProxy refuses', async () => {
    const nowhere = actions.run('haproxy.switch', { ...over(), backend: 'nowhere' });
    await expect(nowhere).rejects.toMatchObject({
      code: 'haproxy_refused',
      details: { answer: "Can't find backend." },
    });
    const weak = { ...over(), address: haproxy.operator };
    await expect(actions.run('haproxy.switch', weak)).rejects.toMatchObject({
      code: 'haproxy_refused',
      details: { answer: 'Permission denied' },
    });
  });

  it('does not take a server whose checks fail for switched', async () => {
    const inputs = { address, backend: 'app', activate: 'checked', deactivate: null };
    await askHaproxy(address, ['set server app/checked state ready'], signal);
    // At first HAProxy gives it the benefit of the doubt, and traffic; its first check takes both away.
    await until(async () => (await readServerStates(address, 'app', signal)).get('checked') === 'down');
    const failed = await timed(actions.run('haproxy.switch', inputs, { signal: AbortSignal.timeout(2_000) }));
    expect(failed.error).toMatchObject({ code: 'effect_missing', details: { servers: { checked: 'down' } } });
    await actions.undo('haproxy.switch', inputs);
  });

  it('does not know about an HAProxy that it can not reach', async () => {
    const gone = { ...over(), address: `tcp://127.0.0.1:${await freePort()}` };
    expect(await actions.probe('haproxy.switch', gone)).toMatchObject({ answer: 'unknown' });
    await expect(actions.run('haproxy.switch', gone)).rejects.toMatchObject({ code: 'peer_unreachable' });
  });

  it('returns at once when aborted when HAProxy is frozen', async () => {
    haproxy.process.kill('SIGSTOP');
    try {
      const stopped = await abortedAfter((signal) => actions.run('haproxy.switch', over(), { signal }));
      expect(stopped.error).toMatchObject({ code: 'action_aborted' });
      expect(stopped.ms).toBeLessThan(PROMPT_MS);
    } finally {
      haproxy.process.kill('SIGCONT');
    }
  });
});
