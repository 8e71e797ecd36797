import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldJournal } from '#domain/execution/execution-state.js';
import type { EngineEntry, JournalRecord, RequestEntry } from '#domain/execution/journal-entry.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { LeaseLostError } from '../errors.js';
import type { Journal, Leases } from '../ports.js';
import { chain, runbook, step } from './runbooks.js';

/** One execution in a store, which has nothing but its request. */
export interface StoreUnderTest {
  readonly executionId: string;
  readonly runbook: Runbook;
  /** The store as one more worker reaches it. */
  connect(): Journal & Leases;
  /** What a person asks for, beside the lease. */
  request(entry: Extract<RequestEntry, { type: 'cancel_requested' | 'step_confirmed' }>): Promise<void>;
  /** What somebody finds who looks for the first time. */
  history(): Promise<readonly JournalRecord[]>;
  close(): Promise<void>;
}

const LONG = 60_000;
/** A lease that is over as soon as it is taken: what a dead worker leaves behind. */
const EXPIRED = 0;

const BOOK = runbook(chain(step('a'), step('b')));
const STARTED: EngineEntry = { type: 'execution_started' };
const begun = (stepId: string, attempt = 1): EngineEntry => ({ type: 'step_started', stepId, attempt });
const succeeded = (stepId: string): EngineEntry => ({
  type: 'step_succeeded',
  stepId,
  output: { text: 'é\u2028 "quoted"\n', nested: [1, null, { deep: true }] },
  durationMs: 1.5,
  foundDone: false,
});
const CANCEL = { type: 'cancel_requested', by: 'admin_1', comment: '' } as const;

/** What every journal with its leases must do, wherever it is kept. */
export function journalContract(name: string, open: (book: Runbook) => Promise<StoreUnderTest>): void {
  describe(`journal and leases: ${name}`, () => {
    let store: StoreUnderTest;
    let worker: Journal & Leases;

    beforeEach(async () => {
      store = await open(BOOK);
      worker = store.connect();
    });
    afterEach(() => store.close());

    const acquire = async (by: Leases = worker, ttlMs = LONG): Promise<number> => {
      const lease = await by.acquire(store.executionId, 'worker', ttlMs);
      expect(lease).not.toBeNull();
      return lease!.epoch;
    };
    const append = (epoch: number, afterSeq: number, entries: readonly EngineEntry[], by: Journal = worker) =>
      by.append(store.executionId, epoch, afterSeq, entries);

    it('begins with the request, written under no epoch', async () => {
      const records = await store.history();
      expect(records.map(({ seq, epoch, entry }) => [seq, epoch, entry.type])).toEqual([
        [1, null, 'execution_requested'],
      ]);
    });

    it('hands out the lease with everything that its holder needs', async () => {
      const lease = await worker.acquire(store.executionId, 'worker', LONG);
      expect(lease).toMatchObject({ executionId: store.executionId, planId: store.runbook.planId, lastSeq: 1 });
      expect(lease!.runbook).toEqual(store.runbook);
      expect(lease!.epoch).toBeGreaterThan(0);
      // It may leave the reading to its holder; what it gives out is what would be read.
      expect(lease!.journal ?? (await store.history())).toEqual(await store.history());
    });

    it('numbers entries without gaps, over all appends and holders', async () => {
      const first = await acquire();
      const written = await append(first, 1, [STARTED, begun('a')]);
      expect(written!.map(({ seq, epoch }) => [seq, epoch])).toEqual([
        [2, first],
        [3, first],
      ]);
      await worker.release(store.executionId, first, 3);
      const other = store.connect();
      const second = await acquire(other);
      expect(second).toBeGreaterThan(first);
      await append(second, 3, [begun('a'), succeeded('a')], other);
      const history = await store.history();
      expect(history.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect(history.map(({ epoch }) => epoch)).toEqual([null, first, first, second, second]);
      expect(foldJournal(store.executionId, store.runbook, history)).toMatchObject({ status: 'running', lastSeq: 5 });
    });

    it('keeps entries as they were, and answers with what it keeps', async () => {
      const epoch = await acquire();
      const written = await append(epoch, 1, [STARTED, begun('a'), succeeded('a')]);
      const history = await store.history();
      expect(history.slice(1)).toEqual(written);
      expect(history.at(-1)!.entry).toEqual(succeeded('a'));
      expect(history.every(({ at }) => at instanceof Date && !Number.isNaN(at.getTime()))).toBe(true);
    });

    it('reads what comes after a seq, in order', async () => {
      const epoch = await acquire();
      await append(epoch, 1, [STARTED, begun('a'), succeeded('a')]);
      const all = await store.history();
      for (let seq = 0; seq <= all.length; seq++) {
        expect(await worker.entriesAfter(store.executionId, seq)).toEqual(all.slice(seq));
      }
    });

    it('refuses a holder whose lease was taken over: nothing of what it tried is there', async () => {
      const old = await acquire(worker, EXPIRED);
      const other = store.connect();
      const young = await acquire(other);
      await expect(append(old, 1, [STARTED, begun('a')])).rejects.toThrow(LeaseLostError);
      expect(await worker.renew(store.executionId, old, LONG)).toBeNull();
      expect(await store.history()).toHaveLength(1);
      await worker.release(store.executionId, old, 1);
      expect(await other.renew(store.executionId, young, LONG)).toEqual({ lastSeq: 1 });
      expect(await append(young, 1, [STARTED], other)).toHaveLength(1);
    });

    it('refuses a holder who has given the lease back', async () => {
      const epoch = await acquire();
      await worker.release(store.executionId, epoch, 1);
      await expect(append(epoch, 1, [STARTED])).rejects.toThrow(LeaseLostError);
      expect(await worker.renew(store.executionId, epoch, LONG)).toBeNull();
    });

    it('gives the lease back with the append that ends the execution, and calls it not lost', async () => {
      const epoch = await acquire();
      await append(epoch, 1, [STARTED, { type: 'execution_ended', status: 'completed', error: null, outcome: null }]);
      expect(await worker.renew(store.executionId, epoch, LONG)).toEqual({ lastSeq: 3 });
      await expect(append(epoch, 3, [begun('a')])).rejects.toThrow(LeaseLostError);
      expect(await worker.acquire(store.executionId, 'other', LONG)).toBeNull();
    });

    it('writes nothing that was decided without knowing of a request', async () => {
      const epoch = await acquire();
      await store.request(CANCEL);
      expect(await append(epoch, 1, [STARTED, begun('a')])).toBeNull();
      const [request] = await worker.entriesAfter(store.executionId, 1);
      expect(request).toMatchObject({ seq: 2, epoch: null, entry: CANCEL });
      expect((await store.history()).map(({ entry }) => entry.type)).toEqual([
        'execution_requested',
        'cancel_requested',
      ]);
      expect(await append(epoch, 2, [STARTED, begun('a')])).toHaveLength(2);
    });

    it('tells a holder who renews of requests', async () => {
      const epoch = await acquire();
      expect(await worker.renew(store.executionId, epoch, LONG)).toEqual({ lastSeq: 1 });
      await store.request(CANCEL);
      expect(await worker.renew(store.executionId, epoch, LONG)).toEqual({ lastSeq: 2 });
    });

    it('does not give out a lease that is held; released or run out, it does, under a higher epoch', async () => {
      const other = store.connect();
      const first = await acquire();
      expect(await other.acquire(store.executionId, 'other', LONG)).toBeNull();
      await worker.release(store.executionId, first, 1);
      const second = await acquire(other, EXPIRED);
      const third = await acquire();
      expect([first, second, third]).toEqual([first, second, third].toSorted((a, b) => a - b));
      expect(new Set([first, second, third]).size).toBe(3);
    });

    it('a renewal makes the lease last', async () => {
      const epoch = await acquire(worker, EXPIRED);
      expect(await worker.renew(store.executionId, epoch, LONG)).not.toBeNull();
      expect(await store.connect().acquire(store.executionId, 'other', LONG)).toBeNull();
    });

    it('of many that ask at once one gets the lease', async () => {
      const connections = Array.from({ length: 10 }, () => store.connect());
      const asked = await Promise.all(
        connections.map((each, index) => each.acquire(store.executionId, `worker ${index}`, LONG)),
      );
      expect(asked.filter((lease) => lease !== null)).toHaveLength(1);
    });

    it('a paused execution is due only when somebody has asked for something since', async () => {
      const epoch = await acquire();
      const entries: readonly EngineEntry[] = [
        STARTED,
        begun('a'),
        { type: 'step_waiting', stepId: 'a', task: 'look' },
        { type: 'execution_paused', reason: 'approval', stepIds: ['a'] },
      ];
      const { seq } = (await append(epoch, 1, entries))!.at(-1)!;
      await worker.release(store.executionId, epoch, seq);
      expect(await worker.acquire(store.executionId, 'worker', LONG)).toBeNull();
      await store.request({ type: 'step_confirmed', stepId: 'a', by: 'admin_1', comment: 'seen' });
      const lease = await worker.acquire(store.executionId, 'worker', LONG);
      expect(lease!.lastSeq).toBe(seq + 1);
    });

    it('one that has ended is nobody’s', async () => {
      const epoch = await acquire();
      await append(epoch, 1, [STARTED, { type: 'execution_ended', status: 'failed', error: null, outcome: null }]);
      await worker.release(store.executionId, epoch, 3);
      expect(await worker.acquire(store.executionId, 'worker', LONG)).toBeNull();
    });

    it('whoever holds the lease when, the history is what was acknowledged, in order', async () => {
      const act = fc.constantFrom('append', 'renew', 'take over', 'stale append', 'old knowledge');
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
          const fresh = await open(BOOK);
          try {
            await followActs(fresh, acts);
          } finally {
            await fresh.close();
          }
        }),
        { numRuns: 12 },
      );
    });
  });
}

async function followActs(store: StoreUnderTest, acts: readonly string[]): Promise<void> {
  const id = store.executionId;
  const acknowledged: JournalRecord[] = [...(await store.history())];
  let holder = store.connect();
  let { epoch } = (await holder.acquire(id, 'worker', EXPIRED))!;
  const stale: [Journal, number][] = [];
  const add = async (entry: EngineEntry): Promise<void> => {
    acknowledged.push(...(await holder.append(id, epoch, acknowledged.length, [entry]))!);
  };
  await add(STARTED);
  let attempt = 0;
  for (const act of acts) {
    if (act === 'append') await add(begun('a', ++attempt));
    if (act === 'renew') expect(await holder.renew(id, epoch, EXPIRED)).toEqual({ lastSeq: acknowledged.length });
    if (act === 'take over') {
      stale.push([holder, epoch]);
      holder = store.connect();
      ({ epoch } = (await holder.acquire(id, 'next', EXPIRED))!);
    }
    if (act === 'stale append') {
      for (const [journal, old] of stale) {
        await expect(journal.append(id, old, acknowledged.length, [begun('a', 9)])).rejects.toThrow(LeaseLostError);
      }
    }
    if (act === 'old knowledge') {
      expect(await holder.append(id, epoch, acknowledged.length - 1, [begun('a', 9)])).toBeNull();
    }
  }
  expect(await store.history()).toEqual(acknowledged);
}
