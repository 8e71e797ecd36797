import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { LeaseKeeper } from './lease-keeper.js';
import { MemoryStore } from './testing/memory-store.js';
import { runbook, step } from './testing/runbooks.js';
import { VirtualClock } from './testing/virtual-clock.js';

const TTL_MS = 4_000;

async function keeping(onNews: (seq: number) => void = () => {}) {
  const clock = new VirtualClock();
  const store = new MemoryStore(clock);
  store.add('failover_1', runbook([step('a')]));
  const leases = store.connect();
  const lease = (await leases.acquire('failover_1', 'w1', TTL_MS))!;
  const keeper = new LeaseKeeper(leases, clock, lease, TTL_MS, onNews);
  keeper.start(clock.monotonic());
  return { clock, store, leases, keeper };
}

describe('keeping a lease', () => {
  it('renews well inside its life, for as long as it takes', async () => {
    const { clock, keeper, store } = await keeping();
    for (let second = 0; second < 60; second++) {
      await clock.pass(1_000);
      expect([keeper.isHeld(), store.isHeld('failover_1')]).toEqual([true, true]);
    }
    await clock.until(keeper.stop());
    expect(clock.pending).toBe(0);
  });

  it('brings the news that somebody asked for something', async () => {
    const news: number[] = [];
    const { clock, store, keeper } = await keeping((seq) => news.push(seq));
    store.request('failover_1', { type: 'cancel_requested', by: 'ann', comment: '' });
    await clock.pass(TTL_MS / 4);
    expect(news).toEqual([2]);
    await clock.until(keeper.stop());
  });

  it('says at once that it is lost when another has it', async () => {
    const { clock, leases, keeper, store } = await keeping();
    await leases.release('failover_1', 1, 0);
    await leases.acquire('failover_1', 'w2', TTL_MS);
    await clock.pass(TTL_MS / 4);
    expect([keeper.signal.aborted, keeper.isHeld()]).toEqual([true, false]);
    await clock.until(keeper.stop());
    expect(store.isHeld('failover_1')).toBe(true);
  });

  it('stops at once, and leaves neither timers nor listeners behind', async () => {
    const { clock, keeper } = await keeping();
    await clock.pass(TTL_MS * 3);
    const before = clock.monotonic();
    await clock.until(keeper.stop());
    expect(clock.monotonic()).toBe(before);
    expect(clock.pending).toBe(0);
    expect(getEventListeners(keeper.signal, 'abort')).toEqual([]);
  });
});
