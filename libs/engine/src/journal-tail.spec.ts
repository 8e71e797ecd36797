import { describe, expect, it } from '@jest/globals';
import { JournalTail } from './journal-tail.js';
import { MemoryStore } from './testing/memory-store.js';
import { runbook, step } from './testing/runbooks.js';
import { VirtualClock } from './testing/virtual-clock.js';

const ID = 'failover_1';
const HOUR_MS = 3_600_000;

describe('the time of the store, as a holder knows it', () => {
  it.each([HOUR_MS, -HOUR_MS])('does not jump when the wall clock of the worker does (by %d ms)', async (jumpMs) => {
    const clock = new VirtualClock();
    const store = new MemoryStore(clock);
    store.add(ID, runbook([step('a')]));
    const connection = store.connect();
    const lease = (await connection.acquire(ID, 'worker', 4_000))!;
    let jumpedMs = 0;
    const ofWorker = {
      now: () => new Date(clock.now().getTime() + jumpedMs),
      monotonic: () => clock.monotonic(),
      sleep: (ms: number, signal: AbortSignal) => clock.sleep(ms, signal),
      alarm: (ms: number, ring: () => void) => clock.alarm(ms, ring),
      random: () => clock.random(),
    };
    const observer = { entries: () => undefined, fault: () => undefined };
    const tail = new JournalTail(
      { journal: connection, clock: ofWorker, observer },
      lease,
      new AbortController().signal,
    );
    await tail.open();
    await tail.append([{ type: 'lease_acquired', owner: 'worker' }, { type: 'execution_started' }]);
    jumpedMs = jumpMs;
    await clock.pass(1_000);
    const ahead = tail.ahead([{ type: 'execution_ended', status: 'completed', error: null, outcome: null }]);
    expect(ahead.endedAt!.getTime() - ahead.startedAt!.getTime()).toBe(1_000);
  });
});
