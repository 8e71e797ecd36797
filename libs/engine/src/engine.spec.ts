import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Disturb } from './testing/memory-store.js';
import { chain, runbook, step } from './testing/runbooks.js';
import { waitForPerson } from './testing/scripts.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';
import { ID, Stage } from './testing/stage.js';
import { GRACE_MS, LEASE_TTL_MS } from './testing/test-worker.js';

const rejections = new UnhandledRejections();

const never = (): Promise<never> => new Promise(() => {});

describe('the lease', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

  it('only one of many workers gets it', async () => {
    const stage = new Stage(runbook([step('a')]), { a: { ms: 20_000 } });
    const runs = ['w1', 'w2', 'w3'].map((owner) => stage.worker(owner).engine.run(ID));
    const results = await stage.clock.until(Promise.all(runs));
    expect(results.map(({ how }) => how).sort()).toEqual(['ended', 'not_acquired', 'not_acquired']);
    expect(stage.world.effects.get('a')).toBe(1);
  });

  it('is kept for as long as a step takes, and given back at the end', async () => {
    const stage = new Stage(runbook([step('a', { policy: { timeoutMs: 3_600_000 } })]), { a: { ms: 600_000 } });
    const run = stage.worker('w1').engine.run(ID);
    for (let minute = 0; minute < 9; minute++) {
      await stage.clock.pass(60_000);
      expect(await stage.run(stage.worker('w2'))).toBe('not_acquired');
    }
    expect((await stage.clock.until(run)).how).toBe('ended');
    expect(stage.store.isHeld(ID)).toBe(false);
  });

  it('single failures to renew do no harm', async () => {
    let renewals = 0;
    const stage = new Stage(runbook([step('a')]), { a: { ms: 20_000 } });
    const worker = stage.worker('w1', async (call, act) => {
      if (call.kind === 'renew' && renewals++ % 3 > 0) throw new Error('connection reset');
      return act();
    });
    expect(await stage.run(worker)).toBe('ended');
    expect(stage.entries('lease_acquired')).toHaveLength(1);
  });

  it.each<[string, Disturb]>([
    ['fails', (call, act) => (call.kind === 'renew' ? Promise.reject(new Error('down')) : Promise.resolve().then(act))],
    ['does not answer', (call, act) => (call.kind === 'renew' ? never() : Promise.resolve().then(act))],
  ])(
    'a worker whose renewal %s stops its steps before the lease is over, and writes nothing more',
    async (_, disturb) => {
      const stage = new Stage(runbook(chain(step('a'), step('b'))), { a: { ms: 60_000 } });
      const began = stage.clock.monotonic();
      expect(await stage.run(stage.worker('w1', disturb))).toBe('lost');
      expect(stage.clock.monotonic() - began).toBeLessThan(LEASE_TTL_MS);
      expect(stage.world.effects.size).toBe(0);
      expect(stage.statusOf('a')).toBe('running');
      expect(stage.clock.pending).toBe(0);
    },
  );

  it('a worker that was cut off from a store that does not answer comes back, and another goes on', async () => {
    let cut = false;
    const stage = new Stage(runbook(chain(step('a'), step('b'))), { a: { ms: 500 } });
    const worker = stage.worker('w1', (call, act) => (cut ? never() : Promise.resolve().then(act)));
    const run = worker.engine.run(ID);
    await stage.clock.pass(100);
    cut = true;
    expect((await stage.clock.until(run)).how).toBe('lost');
    await stage.clock.pass(LEASE_TTL_MS);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    expect(stage.world.effects).toEqual(
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    );
  });

  it('a lease counts from when it was asked for, however late the answer came', async () => {
    const stage = new Stage(runbook([step('a')]), { a: { ms: 60_000 } });
    const began = stage.clock.monotonic();
    const worker = stage.worker('w1', async (call, act) => {
      if (call.kind === 'renew') return never();
      const answer = act();
      if (call.kind === 'acquire') await stage.clock.sleep(LEASE_TTL_MS / 2, new AbortController().signal);
      return answer;
    });
    expect(await stage.run(worker)).toBe('lost');
    expect(stage.clock.monotonic() - began).toBeLessThan(LEASE_TTL_MS);
  });

  it('a lease whose grant arrives when it is over already is not used', async () => {
    const stage = new Stage(runbook([step('a')]));
    const slow = stage.worker('w1', async (call, act) => {
      const answer = act();
      if (call.kind === 'acquire') await stage.clock.sleep(LEASE_TTL_MS * 2, new AbortController().signal);
      return answer;
    });
    const first = slow.engine.run(ID);
    await stage.clock.pass(LEASE_TTL_MS + 1);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    expect((await stage.clock.until(first)).how).toBe('lost');
    expect(stage.world.effects.get('a')).toBe(1);
  });
});

describe('crash and takeover', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

  it('a killed worker is followed within the life of its lease; what was done is not done again', async () => {
    const stage = new Stage(runbook(chain(step('a'), step('b'), step('c'))), { b: { ms: 1_000 } });
    const first = stage.worker('w1');
    void first.engine.run(ID);
    await stage.clock.pass(500);
    first.process.kill();
    expect(await stage.run(stage.worker('w2'))).toBe('not_acquired');
    await stage.clock.pass(LEASE_TTL_MS);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    expect(stage.world.log).toEqual(['apply a', 'apply b', 'probe b', 'apply b', 'apply c']);
    expect(stage.world.effects).toEqual(new Map(['a', 'b', 'c'].map((id) => [id, 1])));
    expect(stage.entries('step_started').map(({ stepId, attempt }) => `${stepId}${attempt}`)).toEqual([
      'a1',
      'b1',
      'b1',
      'c1',
    ]);
  });

  it('an effect that was there before the crash is found, and not made again', async () => {
    const stage = new Stage(runbook([step('a')]));
    const first = stage.worker('w1', (call, act) =>
      call.entries.some(({ type }) => type === 'step_succeeded') ? never() : Promise.resolve().then(act),
    );
    void first.engine.run(ID);
    await stage.clock.pass(10);
    first.process.kill();
    await stage.clock.pass(LEASE_TTL_MS);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    expect(stage.world.log).toEqual(['apply a', 'probe a']);
    expect(stage.entries('step_succeeded')).toEqual([
      expect.objectContaining({ foundDone: true, output: { found: true } }),
    ]);
  });

  it.each([
    [false, 'paused', 'in_doubt', ['apply a', 'probe a']],
    [true, 'completed', 'succeeded', ['apply a', 'probe a', 'apply a']],
  ])('where the world does not know, an idempotent (%s) step is %s', async (idempotent, status, stepStatus, log) => {
    const stage = new Stage(runbook([step('a', { idempotent })]), {
      a: { ms: 1_000, probe: () => ({ answer: 'unknown', detail: 'no answer' }) },
    });
    const first = stage.worker('w1');
    void first.engine.run(ID);
    await stage.clock.pass(500);
    first.process.kill();
    await stage.clock.pass(LEASE_TTL_MS);
    await stage.run(stage.worker('w2'));
    expect(stage.state().status).toBe(status);
    expect(stage.statusOf('a')).toBe(stepStatus);
    expect(stage.world.log).toEqual(log);
  });

  it('a step left by a dead worker is brought to its end before the execution pauses for another', async () => {
    const steps = [step('a'), step('b')];
    const stage = new Stage(runbook(steps, { parallel: true }), {
      a: {
        ms: 100,
        apply: () => {
          throw new Error('broken');
        },
      },
      b: { ms: 5_000 },
    });
    const first = stage.worker('w1');
    void first.engine.run(ID);
    await stage.clock.pass(500);
    first.process.kill();
    await stage.clock.pass(LEASE_TTL_MS);
    expect(await stage.run(stage.worker('w2'))).toBe('parked');
    expect([stage.statusOf('a'), stage.statusOf('b')]).toEqual(['failed', 'succeeded']);
  });

  it('cancelled after a crash: no step looks as if it still ran', async () => {
    const stage = new Stage(runbook(chain(step('fence', { undoable: true }), step('b'))), { b: { ms: 5_000 } });
    const first = stage.worker('w1');
    void first.engine.run(ID);
    await stage.clock.pass(500);
    first.process.kill();
    stage.cancel();
    await stage.clock.pass(LEASE_TTL_MS);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    expect(stage.state().status).toBe('rolled_back');
    expect([stage.statusOf('fence'), stage.statusOf('b')]).toEqual(['undone', 'in_doubt']);
  });

  it('an undo that a dead worker began is done again', async () => {
    const steps = chain(step('fence', { undoable: true }), step('b', { policy: { onFailure: 'rollback' } }));
    const stage = new Stage(runbook(steps), {
      fence: { ms: 1_000 },
      b: {
        apply: () => {
          throw new Error('broken');
        },
      },
    });
    const first = stage.worker('w1');
    void first.engine.run(ID);
    await stage.clock.pass(1_500);
    expect(stage.state().status).toBe('rolling_back');
    first.process.kill();
    await stage.clock.pass(LEASE_TTL_MS);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    expect(stage.state().status).toBe('rolled_back');
    expect(stage.world.present.size).toBe(0);
  });
});

describe('a worker that wakes up after another took over', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

  it('writes nothing more and starts nothing', async () => {
    const stage = new Stage(runbook(chain(step('a'), step('b'), step('c'))), { a: { ms: 100 } });
    const zombie = stage.worker('w1');
    const first = zombie.engine.run(ID);
    await stage.clock.pass(50);
    zombie.process.freeze();
    await stage.clock.pass(LEASE_TTL_MS + 1);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    const before = { records: stage.store.records(ID), log: [...stage.world.log] };
    zombie.process.thaw();
    expect((await stage.clock.until(first)).how).toBe('lost');
    await stage.clock.pass(60_000);
    expect(stage.store.records(ID)).toEqual(before.records);
    expect(stage.world.log).toEqual(before.log);
    expect(stage.world.told('apply').filter((id) => id === 'c')).toHaveLength(1);
  });

  it.each(['append', 'probe'])('does not act on an answer (%s) that it got before it fell asleep', async (on) => {
    let asleep = (): void => {};
    const sleeping = new Promise<void>((resolve) => (asleep = resolve));
    const stage = new Stage(runbook(chain(step('a'), step('b', { policy: { retries: 1 } }))), {
      b: {
        probe: async () => {
          if (on === 'probe' && !zombie.process.isDead && stage.world.told('probe').length === 1) {
            zombie.process.freeze();
            asleep();
          }
          return { answer: 'not_done' };
        },
        apply: ({ attempt, epoch }) => {
          if (on === 'probe' && attempt === 1 && epoch === 1) throw new Error('broken');
        },
      },
    });
    const zombie = stage.worker('w1', async (call, act) => {
      const answer = act();
      if (on === 'append' && call.entries.some((entry) => entry.type === 'step_started' && entry.stepId === 'b')) {
        zombie.process.freeze();
        asleep();
      }
      return answer;
    });
    const first = zombie.engine.run(ID);
    await stage.clock.until(sleeping);
    await stage.clock.pass(LEASE_TTL_MS + 1);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    zombie.process.thaw();
    expect((await stage.clock.until(first)).how).toBe('lost');
    expect(stage.world.effects).toEqual(
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    );
  });
});

describe('shutting down', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

  it('a step that ends within the grace is recorded, nothing more starts, and the lease is free', async () => {
    const stage = new Stage(runbook(chain(step('a'), step('b'))), { a: { ms: GRACE_MS / 2 } });
    const worker = stage.worker();
    const run = worker.engine.run(ID);
    await stage.clock.pass(10);
    await stage.clock.until(worker.engine.stop());
    expect(stage.store.isHeld(ID)).toBe(false);
    expect((await run).how).toBe('handed_over');
    expect([stage.statusOf('a'), stage.statusOf('b')]).toEqual(['succeeded', 'pending']);
    expect(await stage.run(worker)).toBe('stopping');
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    expect(stage.world.log).toEqual(['apply a', 'apply b']);
  });

  it('a step that does not is stopped, not failed, and the next worker asks the world', async () => {
    const stage = new Stage(runbook(chain(step('a'), step('b'))), { a: { ms: 3_600_000 } });
    const worker = stage.worker();
    const run = worker.engine.run(ID);
    await stage.clock.pass(10);
    const began = stage.clock.monotonic();
    await stage.clock.until(worker.engine.stop());
    expect(stage.clock.monotonic() - began).toBe(GRACE_MS);
    expect((await run).how).toBe('handed_over');
    expect(stage.statusOf('a')).toBe('running');
    stage.world.present.add('a');
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
    expect(stage.world.log).toEqual(['apply a', 'probe a', 'apply b']);
  });

  it('a request that the leaving worker had read but not acted on is left for the next', async () => {
    const stage = new Stage(runbook(chain(step('ask'), step('b'))), { ask: waitForPerson });
    await stage.run();
    stage.confirm('ask');
    const worker = stage.worker('w2', async (call, act) => {
      const answer = act();
      // The worker is told to stop between taking the lease and reading the journal.
      if (call.kind === 'acquire') void worker.engine.stop();
      return answer;
    });
    expect(await stage.run(worker)).toBe('handed_over');
    expect(await stage.run(stage.worker('w3'))).toBe('ended');
    expect(stage.state().status).toBe('completed');
  });

  it('waits for an execution whose lease it was just asking for', async () => {
    const stage = new Stage(runbook([step('a')]));
    const worker = stage.worker('w1', async (call, act) => {
      const answer = act();
      if (call.kind === 'acquire') await stage.clock.sleep(1_000, new AbortController().signal);
      return answer;
    });
    void worker.engine.run(ID);
    await stage.clock.until(worker.engine.stop());
    expect(stage.store.isHeld(ID)).toBe(false);
    expect(stage.clock.pending).toBe(0);
  });

  it('leaves no timers behind', async () => {
    const stage = new Stage(runbook([step('a')]), { a: { ms: 100 } });
    const worker = stage.worker();
    void worker.engine.run(ID);
    await stage.clock.pass(10);
    await stage.clock.until(worker.engine.stop());
    expect(stage.clock.pending).toBe(0);
  });
});

describe('a store that fails', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));
  const down = new Error('the database is down');

  it.each(['acquire', 'read', 'append'] as const)(
    'on %s: the error surfaces, and another worker goes on',
    async (kind) => {
      const stage = new Stage(runbook(chain(step('a'), step('b'))));
      const worker = stage.worker('w1', async (call, act) => {
        if (call.kind === kind) throw down;
        return act();
      });
      await expect(stage.run(worker)).rejects.toBe(down);
      expect(stage.clock.pending).toBe(0);
      expect(await stage.run(stage.worker('w2'))).toBe('ended');
      expect(stage.world.effects).toEqual(
        new Map([
          ['a', 1],
          ['b', 1],
        ]),
      );
    },
  );

  it('in the middle of an attempt: what runs is stopped before the lease is given back', async () => {
    const steps = [step('a', { policy: { retries: 1 } }), step('b', { policy: { timeoutMs: 3_600_000 } })];
    const stage = new Stage(runbook(steps, { parallel: true }), {
      a: {
        ms: 100,
        apply: () => {
          throw new Error('broken');
        },
      },
      b: { ms: 60_000 },
    });
    const released: string[] = [];
    const worker = stage.worker('w1', async (call, act) => {
      if (call.entries.some(({ type }) => type === 'step_attempt_failed')) throw down;
      if (call.kind === 'release') released.push(...stage.world.effects.keys());
      return act();
    });
    await expect(stage.run(worker)).rejects.toBe(down);
    expect(worker.faults).toEqual([down]);
    await stage.clock.pass(120_000);
    expect(stage.world.effects.size).toBe(0);
    expect([stage.statusOf('a'), stage.statusOf('b')]).toEqual(['running', 'running']);
  });

  it('on release: the result stands, the fault is told, and the lease runs out by itself', async () => {
    const stage = new Stage(runbook([step('ask')]), { ask: waitForPerson });
    const worker = stage.worker('w1', async (call, act) => {
      if (call.kind === 'release') throw down;
      return act();
    });
    expect(await stage.run(worker)).toBe('parked');
    expect(worker.faults).toEqual([down]);
    stage.confirm('ask');
    await stage.clock.pass(LEASE_TTL_MS);
    expect(await stage.run(stage.worker('w2'))).toBe('ended');
  });

  it('that does not answer a release does not hang', async () => {
    const stage = new Stage(runbook([step('a')]));
    const worker = stage.worker('w1', (call, act) => (call.kind === 'release' ? never() : Promise.resolve().then(act)));
    expect(await stage.run(worker)).toBe('ended');
    expect(stage.clock.pending).toBe(0);
  });

  it('that answers a renewal only after the end keeps nobody waiting', async () => {
    const stage = new Stage(runbook([step('a')]), { a: { ms: LEASE_TTL_MS / 4 + 10 } });
    const worker = stage.worker('w1', (call, act) => (call.kind === 'renew' ? never() : Promise.resolve().then(act)));
    const began = stage.clock.monotonic();
    expect(await stage.run(worker)).toBe('ended');
    expect(stage.clock.monotonic() - began).toBe(LEASE_TTL_MS / 4 + 10);
  });
});
