import { describe, expect, it } from '@jest/globals';
import type { EngineEntry } from '#domain/execution/journal-entry.js';
import { JournalTail } from './journal-tail.js';
import { MemoryStore, type Disturb } from './testing/memory-store.js';
import { runbook, step } from './testing/runbooks.js';
import { broken } from './testing/scripts.js';
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
    await tail.append([{ type: 'lease_acquired', owner: 'worker' }, { type: 'execution_started' }], () => undefined);
    jumpedMs = jumpMs;
    await clock.pass(1_000);
    const ahead = tail.ahead([{ type: 'execution_ended', status: 'completed', error: null, outcome: null }]);
    expect(ahead.endedAt!.getTime() - ahead.startedAt!.getTime()).toBe(1_000);
  });
});

describe('what is handed to the journal while a write is under way', () => {
  const entry = (stepId: string): EngineEntry => ({ type: 'step_started', stepId, attempt: 1 });
  const opened: readonly EngineEntry[] = [{ type: 'execution_started' }];

  async function open(disturb: Disturb): Promise<{ readonly tail: JournalTail; readonly store: MemoryStore }> {
    const clock = new VirtualClock();
    const store = new MemoryStore(clock);
    store.add(ID, runbook([step('a'), step('b')], { parallel: true }));
    const connection = store.connect(disturb);
    const lease = (await connection.acquire(ID, 'worker', 4_000))!;
    const observer = { entries: () => undefined, fault: () => undefined };
    const tail = new JournalTail({ journal: connection, clock, observer }, lease, new AbortController().signal);
    await tail.open();
    return { tail, store };
  }

  it('goes together with the next one, and is ahead until then', async () => {
    const writes: number[] = [];
    const { tail } = await open(async (call, act) => {
      if (call.kind === 'append') writes.push(call.entries.length);
      return act();
    });
    const answers = [opened, [entry('a')], [entry('b')]].map((entries) => tail.append(entries, broken));
    expect(tail.state.status).toBe('pending');
    expect(tail.ahead([]).steps.get('b')!.status).toBe('running');
    expect(await Promise.all(answers)).toEqual([true, true, true]);
    expect(writes).toEqual([1, 2]);
    expect(tail.isWriting).toBe(false);
    expect(tail.state.steps.get('b')!.status).toBe('running');
  });

  it('is refused with what it follows; whoever handed it over hears of it when it is no longer ahead', async () => {
    const { tail, store } = await open(async (call, act) => {
      if (call.kind === 'append') store.request(ID, { type: 'pause_requested', by: 'ann', comment: '' });
      return act();
    });
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(`${name} ${tail.ahead([]).status}`);
    const answers = [tail.append(opened, note('first')), tail.append([entry('a')], note('second'))];
    expect(tail.ahead([]).status).toBe('running');
    expect(await Promise.all(answers)).toEqual([false, false]);
    expect(seen).toEqual(['first pending', 'second pending']);
    expect(tail.state.pauseRequested).not.toBeNull();
  });

  it('is not written, nor anything later, when nobody knows what became of the write before it', async () => {
    let writes = 0;
    const { tail } = await open(async (call, act) => {
      if (call.kind === 'append' && ++writes === 1) {
        act();
        throw new Error('the connection is lost');
      }
      return act();
    });
    const answers = [tail.append(opened, broken), tail.append([entry('a')], broken)];
    for (const answer of answers) await expect(answer).rejects.toThrow('the connection is lost');
    await expect(tail.append([entry('b')], broken)).rejects.toThrow('the connection is lost');
    await tail.settled();
    expect(writes).toBe(1);
  });
});
