import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { afterCollection } from '../../../test/support/after-collection.js';
import { withinLimit } from './within-limit.js';

/** Milliseconds, longer than it takes to collect garbage. */
const LIMIT_MS = 1_500;
/** Milliseconds; no test comes near to it. */
const LONG_MS = 600_000;

/** Work that ends with its signal only, and that nobody but the signal knows. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

const never = (): AbortSignal => new AbortController().signal;

const TIMEOUT = expect.objectContaining({ name: 'TimeoutError' });

describe('work that is given a time', () => {
  afterEach(() => void jest.useRealTimers());

  describe('is told to stop when garbage was collected meanwhile, too', () => {
    const outer = new AbortController();

    test.each<[string, (limit: AbortSignal) => Promise<unknown>]>([
      ['by its signal', untilAborted],
      // oxlint-disable-next-line no-restricted-properties -- what the limit's own work makes of it
      ['by a signal composed of it', (limit) => untilAborted(AbortSignal.any([limit, outer.signal]))],
      ['by a limit within it', (limit) => withinLimit(LONG_MS, limit, untilAborted)],
    ])('%s', async (_, work) => {
      const ends = await afterCollection(() => withinLimit(LIMIT_MS, outer.signal, work));
      expect(ends).toEqual(ends.map(() => TIMEOUT));
    });

    test('in fetch, and in the timers of Node', async () => {
      const server = createServer(() => undefined).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        const fetched = afterCollection(() => withinLimit(LIMIT_MS, never(), (signal) => fetch(url, { signal })));
        const waited = afterCollection(() =>
          withinLimit(LIMIT_MS, never(), (signal) => delay(LONG_MS, undefined, { signal })),
        );
        const [fetches, waits] = [await fetched, await waited];
        expect(fetches).toEqual(fetches.map(() => TIMEOUT));
        expect(waits).toEqual(waits.map(() => expect.objectContaining({ cause: TIMEOUT })));
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  });

  test('is stopped by the outer signal, with its reason', async () => {
    const outer = new AbortController();
    const stopped = withinLimit(LONG_MS, outer.signal, untilAborted);
    outer.abort(new Error('the worker stops'));
    await expect(stopped).rejects.toThrow('the worker stops');
  });

  test('begins stopped when the outer signal has fired before', async () => {
    const outer = AbortSignal.abort('before');
    const seen = await withinLimit(LONG_MS, outer, (limit) => Promise.resolve([limit.aborted, limit.reason]));
    expect(seen).toEqual([true, 'before']);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['is through', () => Promise.resolve('done')],
    ['fails', () => Promise.reject(new Error('failed'))],
    [
      'throws at once',
      () => {
        throw new Error('failed');
      },
    ],
  ])('leaves neither timer nor listener when it %s', async (_, work) => {
    jest.useFakeTimers();
    const outer = never();
    const during = { timers: 0, listeners: 0 };
    await withinLimit(LONG_MS, outer, () => {
      during.timers = jest.getTimerCount();
      during.listeners = getEventListeners(outer, 'abort').length;
      return work();
    }).catch(() => undefined);
    expect(during).toEqual({ timers: 1, listeners: 1 });
    expect(jest.getTimerCount()).toBe(0);
    expect(getEventListeners(outer, 'abort')).toEqual([]);
  });

  test('gives what the work gives, and does not stop it afterwards', async () => {
    const outer = new AbortController();
    const limit = await withinLimit(LONG_MS, outer.signal, (signal) => Promise.resolve(signal));
    outer.abort();
    expect(limit.aborted).toBe(false);
  });

  test('is stopped in the rest of its parts when one of them fails', async () => {
    let rest: Promise<unknown> = Promise.resolve();
    const failed = withinLimit(LONG_MS, never(), (limit) => {
      rest = untilAborted(limit).catch((error: unknown) => error);
      return Promise.all([rest, Promise.reject(new Error('one part'))]);
    });
    await expect(failed).rejects.toThrow('one part');
    expect(await rest).toEqual(new Error('one part'));
  });
});
