import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
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
    const stop = new AbortController();
    let awake = false;
    const asleep = systemClock.sleep(2 ** 31, stop.signal).then(() => (awake = true));
    // A timer that is set for too long fires after a millisecond; this one is set later and for longer.
    await systemClock.sleep(20, new AbortController().signal);
    expect(awake).toBe(false);
    stop.abort();
    await asleep;
  });
});
