import { describe, expect, it } from '@jest/globals';
import { UnknownActionError } from './errors.js';
import { FAULT_PAUSE } from './fault-pause.js';
import type { ActionCatalog } from './ports.js';
import { runbook, step } from './testing/runbooks.js';
import { ID, Stage } from './testing/stage.js';
import { TestWorker } from './testing/test-worker.js';

/** What a newer version may write, and this one does not know. */
const NEWER = { type: 'step_teleported' };

const attempt = (stage: Stage): Promise<string> => stage.run().catch(() => 'fault');

describe('an execution that a worker can not drive', () => {
  it('is left as it is by a worker that is older than its journal, and tried again after growing pauses', async () => {
    const stage = new Stage(runbook([step('a')]));
    stage.store.plant(ID, NEWER);
    const pauses: number[] = [];
    for (let fault = 1; fault <= 8; fault++) {
      expect(await attempt(stage)).toBe('fault');
      expect(stage.store.faultOf(ID)).toEqual({ count: fault, code: 'unknown_journal_entry' });
      const from = stage.clock.monotonic();
      while (!stage.store.isDue(ID)) await stage.clock.pass(500);
      pauses.push(stage.clock.monotonic() - from);
    }
    expect(stage.store.records(ID).map(({ entry }) => entry.type)).toEqual(['execution_requested', NEWER.type]);
    expect(stage.world.log).toEqual([]);
    expect(pauses.slice(0, 2)).toEqual([0, FAULT_PAUSE.firstMs]);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses.at(-1)).toBe(FAULT_PAUSE.longestMs);
  });

  it('goes on where a worker understands it, and the faults are forgotten', async () => {
    const stage = new Stage(runbook([step('a')]));
    stage.store.plant(ID, NEWER);
    expect(await attempt(stage)).toBe('fault');
    // As a newer worker reads it.
    stage.store.unplant(ID);
    expect(await stage.run()).toBe('ended');
    expect(stage.store.faultOf(ID)).toEqual({ count: 0, code: null });
  });

  it('is let go at once when not even its runbook is understood', async () => {
    const broken = { ...runbook([step('a')]), steps: undefined } as never;
    const stage = new Stage(runbook([step('a')]));
    stage.store.pin(ID, broken);
    expect(await attempt(stage)).toBe('fault');
    expect(stage.store.isHeld(ID)).toBe(false);
    expect(stage.store.faultOf(ID)).toMatchObject({ count: 1 });
  });

  it('waits for a person, and is no fault, when its runbook names an action that is not there', async () => {
    const stage = new Stage(runbook([step('a', { action: 'teleport' })]));
    const none: ActionCatalog = {
      has: () => false,
      get: (name) => {
        throw new UnknownActionError(name);
      },
    };
    const worker = new TestWorker(stage, { live: none });
    expect(await stage.run(worker)).toBe('parked');
    expect(stage.entries('step_failed')).toMatchObject([{ error: { code: 'unknown_action' } }]);
    expect(stage.store.faultOf(ID)).toEqual({ count: 0, code: null });
    expect(await stage.run()).toBe('not_acquired');
  });
});
