import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testActions } from '../testing/context.js';
import { PostgresPair } from '../testing/postgres-pair.js';

/** A power switch in a rack: takes a server away when it is asked. */
describe('the hook of postgres.fence', () => {
  const actions = testActions();
  let pair: PostgresPair;
  let rack: Server;
  let asked: number;
  let pull: () => Promise<void>;
  let hook: { action: string; with: { method: string; url: string } };

  beforeAll(async () => {
    pair = await PostgresPair.start();
    rack = createServer((_request, response) => {
      asked += 1;
      pull().then(
        () => response.writeHead(200).end(),
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>((resolve) => rack.listen(0, '127.0.0.1', resolve));
    const { port } = rack.address() as AddressInfo;
    hook = { action: 'http', with: { method: 'POST', url: `http://127.0.0.1:${port}/off` } };
  });
  beforeEach(() => {
    asked = 0;
    pull = () => Promise.resolve();
  });
  afterAll(async () => {
    actions.catalog.close();
    rack.closeAllConnections();
    await new Promise((resolve) => rack.close(resolve));
    await pair.destroy();
  });

  const DEAD = 'postgres://postgres@127.0.0.1:1/postgres';
  const fence = (url: string, required = true) => actions.run('postgres.fence', { url, required, hook });

  it('is not asked when the server could be fenced by itself', async () => {
    expect(await fence(pair.primary.url())).toMatchObject({ fenced: true });
    expect(asked).toBe(0);
    await actions.undo('postgres.fence', { url: pair.primary.url(), required: true });
  });

  it('counts as proof when the server can not be asked', async () => {
    expect(await fence(DEAD)).toMatchObject({ fenced: true, by: 'http', lsn: null });
    expect(asked).toBe(1);
  });

  it('that fails proves nothing: required, it says what a person has to check', async () => {
    pull = () => Promise.reject(new Error('no such outlet'));
    await expect(fence(DEAD)).rejects.toMatchObject({
      code: 'fence_unconfirmed',
      message: expect.stringMatching(
        /its fence hook http failed as well.*Nothing was promoted.*skip this step/s,
      ) as unknown,
    });
    expect(await fence(DEAD, false)).toMatchObject({ fenced: false });
  });

  it('that claims to have taken away a server which still takes writes is not believed', async () => {
    pair.freeze(pair.primary);
    pull = () => {
      pair.thaw();
      return Promise.resolve();
    };
    await expect(fence(pair.primary.url())).rejects.toMatchObject({ code: 'fence_unconfirmed' });
  });

  it('is an action of the catalogue', () => {
    const parse = () => actions.catalog.get('postgres.fence').parse({ url: DEAD, required: true, hook: { with: {} } });
    expect(parse).toThrow();
  });
});
