import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from './testing/virtual-clock.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';
import { SETTLE_MS, withinTime } from './time-limit.js';

const rejections = new UnhandledRejections();

const late = (cause: unknown): Error => new Error('too late', { cause });

describe('work within its time', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

  const limited = <T>(
    clock: VirtualClock,
    outer: AbortController,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => clock.until(withinTime(clock, { ms: 100, late }, outer.signal, work));

  it('comes through with what it returns or throws', async () => {
    const [clock, outer] = [new VirtualClock(), new AbortController()];
    expect(await limited(clock, outer, () => Promise.resolve(1))).toBe(1);
    await expect(limited(clock, outer, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('is told to stop when its time is up, and what it says then is the cause', async () => {
    const [clock, outer] = [new VirtualClock(), new AbortController()];
    const stopped = limited(clock, outer, async (signal) => {
      await clock.sleep(10_000, signal);
      throw new Error('7 bytes are missing');
    });
    await expect(stopped).rejects.toMatchObject({ message: 'too late', cause: { message: '7 bytes are missing' } });
  });

  it('counts when it comes to its end in the moment it is given to come to rest', async () => {
    const [clock, outer] = [new VirtualClock(), new AbortController()];
    const deaf = new AbortController().signal;
    expect(await limited(clock, outer, () => clock.sleep(100 + SETTLE_MS - 1, deaf).then(() => 'done'))).toBe('done');
    await expect(limited(clock, outer, () => clock.sleep(10_000, deaf))).rejects.toThrow('too late');
  });

  it('is stopped from outside, for the reason that is given there', async () => {
    const [clock, outer] = [new VirtualClock(), new AbortController()];
    const reason = new Error('cancelled');
    const stopped = limited(clock, outer, async (signal) => {
      outer.abort(reason);
      signal.throwIfAborted();
    });
    await expect(stopped).rejects.toBe(reason);
    let begun = false;
    await expect(limited(clock, outer, async () => void (begun = true))).rejects.toBe(reason);
    expect(begun).toBe(false);
  });

  it('leaves neither timers nor listeners behind, however it ends', async () => {
    const [clock, outer] = [new VirtualClock(), new AbortController()];
    const deaf = new AbortController().signal;
    await limited(clock, outer, () => Promise.resolve());
    await limited(clock, outer, () => Promise.reject(new Error('broken'))).catch(() => undefined);
    await limited(clock, outer, (signal) => clock.sleep(1_000, signal));
    expect(clock.pending).toBe(0);
    await limited(clock, outer, () => clock.sleep(2_000, deaf)).catch(() => undefined);
    await clock.pass(2_000);
    expect(clock.pending).toBe(0);
    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
  });
});
