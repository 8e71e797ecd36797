import { getEventListeners } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { systemClock } from './system-clock.js';

describe('the system clock', () => {
  it('wakes at once when the signal aborts, and leaves no listener', async () => {
    const { signal } = new AbortController();
    await systemClock.sleep(0, signal);
    const stop = new AbortController();
    const asleep = systemClock.sleep(3_600_000, stop.signal);
    stop.abort();
    await asleep;
    await systemClock.sleep(3_600_000, stop.signal);
    for (const each of [signal, stop.signal]) expect(getEventListeners(each, 'abort')).toEqual([]);
  });

  it('does not wake early from a sleep that is longer than a timer can be', async () => {
    const warned = jest.fn();
    process.once('warning', warned);
    const stop = new AbortController();
    let awake = false;
    const asleep = systemClock.sleep(2 ** 40, stop.signal).then(() => (awake = true));
    await systemClock.sleep(5, new AbortController().signal);
    expect(awake).toBe(false);
    stop.abort();
    await asleep;
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });
});
