import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionState } from '#domain/execution/execution-state.js';
import { chain, runbook, step, type StepSpec } from './testing/runbooks.js';
import { broken } from './testing/scripts.js';
import { LOOKING, type Script } from './testing/scripted-world.js';
import { ID, recordingAppends, Stage } from './testing/stage.js';
import type { Disturb, StoreCall } from './testing/memory-store.js';
import { GRACE_MS, LEASE_TTL_MS, TestWorker } from './testing/test-worker.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';

const WRITE_MS = 50;
/** Longer than what nobody waits for waits for company. */
const SLOW_LOOK_MS = 10;

const look = (id: string, spec: StepSpec = {}) => step(id, { action: LOOKING, ...spec });

/** A store whose writes take their time, and a say for the test in each of them. */
function slowly(stage: Stage, before: (call: StoreCall, nth: number) => void = () => undefined): Disturb {
  let writes = 0;
  return async (call, act) => {
    if (call.kind !== 'append') return act();
    before(call, ++writes);
    await stage.clock.sleep(WRITE_MS, new AbortController().signal);
    return act();
  };
}

/** What of the journal is durable when a step acts or looks. */
function witnessed(stage: () => Stage, ids: readonly string[], rest: Script = {}): Readonly<Record<string, Script>> {
  const script = (id: string): Script => ({
    ...rest,
    apply: () => ({ started: stage().statusOf(id) !== 'pending' }),
  });
  return Object.fromEntries(ids.map((id) => [id, script(id)]));
}

const rejections = new UnhandledRejections();

describe('steps that only look', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

  it('begin while their start is being written, and share writes; what acts waits for all before it', async () => {
    const { writes, disturb } = recordingAppends();
    const book = runbook(chain(step('a'), look('b'), look('c'), look('d'), step('e'), look('f')));
    const stage: Stage = new Stage(
      book,
      witnessed(() => stage, ['a', 'b', 'c', 'd', 'e', 'f'], { ms: SLOW_LOOK_MS }),
    );
    const slow = slowly(stage);
    const worker = stage.worker('worker', async (call, act) => {
      await disturb(call, () => undefined);
      return slow(call, act);
    });
    expect(await stage.run(worker)).toBe('ended');
    expect(stage.state().status).toBe('completed');
    expect(stage.world.log).toEqual(['apply a', 'look b', 'look c', 'look d', 'apply e', 'look f']);
    const begunDurably = [...stage.state().steps.values()].map(({ id, output }) => [id, output?.['started']]);
    expect(begunDurably).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
      ['d', false],
      ['e', true],
      ['f', false],
    ]);
    expect(writes).toEqual([
      ['lease_acquired', 'execution_started', 'step_started a'],
      ['step_succeeded a', 'step_started b'],
      [
        'step_succeeded b',
        'step_started c',
        'step_succeeded c',
        'step_started d',
        'step_succeeded d',
        'step_started e',
      ],
      ['step_succeeded e', 'step_started f'],
      ['step_succeeded f', 'execution_ended'],
    ]);
  });

  it('that take no time are written with what was before them and with what acts behind them', async () => {
    const { writes, disturb } = recordingAppends();
    const stage = new Stage(runbook(chain(step('a'), look('b'), look('c'), step('d'), look('e'))));
    await stage.run(stage.worker('worker', disturb));
    expect(stage.world.log).toEqual(['apply a', 'look b', 'look c', 'apply d', 'look e']);
    expect(writes).toEqual([
      ['lease_acquired', 'execution_started', 'step_started a'],
      [
        'step_succeeded a',
        'step_started b',
        'step_succeeded b',
        'step_started c',
        'step_succeeded c',
        'step_started d',
      ],
      ['step_succeeded d', 'step_started e'],
      ['step_succeeded e', 'execution_ended'],
    ]);
    expect(stage.clock.pending).toBe(0);
    // Nothing waited for company that somebody waited for.
    expect(stage.state().endedAt!.getTime()).toBe(stage.state().startedAt!.getTime());
  });

  it('never get far ahead of the journal', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `look_${index}`);
    const stage = new Stage(runbook(chain(step('a'), ...ids.map((id) => look(id)))));
    const run = stage.worker('worker', slowly(stage)).engine.run(ID);
    await stage.clock.pass(1.5 * WRITE_MS);
    const begun = stage.world.told('look').length;
    expect(begun).toBeGreaterThan(10);
    expect(begun).toBeLessThan(50);
    await stage.clock.until(run);
    expect(stage.world.told('look')).toEqual(ids);
    expect(stage.state().status).toBe('completed');
  });

  it('one that takes long does not keep the journal back', async () => {
    const { writes, disturb } = recordingAppends();
    const stage = new Stage(runbook(chain(step('a'), look('b'))), { b: { ms: 10 * WRITE_MS } });
    const slow = slowly(stage);
    const worker = stage.worker('worker', async (call, act) => {
      await disturb(call, () => undefined);
      return slow(call, act);
    });
    const run = worker.engine.run(ID);
    await stage.clock.pass(3 * WRITE_MS);
    expect(stage.statusOf('b')).toBe('running');
    await stage.clock.until(run);
    expect(writes.slice(1)).toEqual([
      ['step_succeeded a', 'step_started b'],
      ['step_succeeded b', 'execution_ended'],
    ]);
  });

  it('beside what acts they wait with it', async () => {
    const book = runbook([step('a'), look('b', { dependsOn: ['a'] }), step('c', { dependsOn: ['a'] })], {
      parallel: true,
    });
    const stage: Stage = new Stage(
      book,
      witnessed(() => stage, ['b', 'c']),
    );
    await stage.run(stage.worker('worker', slowly(stage)));
    expect(stage.state().steps.get('b')!.output).toEqual({ started: true });
    expect(stage.state().steps.get('c')!.output).toEqual({ started: true });
  });

  it('wait with a step that is to try again, which waits for its write', async () => {
    const book = runbook(
      [step('first'), step('a', { policy: { retries: 1 } }), step('x'), look('b', { dependsOn: ['x'] })],
      { parallel: true },
    );
    let failures = 0;
    const stage = new Stage(book, {
      a: {
        ms: 2,
        probe: () => ({ answer: 'not_done' }),
        apply: () => {
          if (failures++ === 0) broken();
        },
      },
      x: { ms: 2 },
    });
    expect(await stage.run(stage.worker('worker', slowly(stage)))).toBe('ended');
    expect(stage.state().status).toBe('completed');
    expect(stage.state().steps.get('a')!.attempts).toBe(2);
  });

  it('know what the step before them has said, although it is not written yet', async () => {
    const book = runbook(chain(step('a'), look('b', { inputs: { lsn: '{{steps.a.output.lsn}}' } })));
    const seen: unknown[] = [];
    const stage = new Stage(book, {
      a: { apply: () => ({ lsn: '0/1' }) },
      b: { apply: (_, inputs) => void seen.push(inputs) },
    });
    await stage.run(stage.worker('worker', slowly(stage)));
    expect(seen).toEqual([{ lsn: '0/1' }]);
  });

  it('one that fails pauses the execution, and its attempts are journalled', async () => {
    const stage = new Stage(runbook(chain(step('a'), look('b', { policy: { retries: 1 } }))), { b: { apply: broken } });
    expect(await stage.run(stage.worker('worker', slowly(stage)))).toBe('parked');
    expect(stage.state()).toMatchObject({ status: 'paused', pauseReason: 'failed_step' });
    expect(stage.entries('step_attempt_failed')).toHaveLength(1);
    expect(stage.world.told('look')).toEqual(['b', 'b']);
  });

  it('what is kept with the end is counted by the times that the journal has', async () => {
    const book = runbook(chain(step('a'), look('b'), look('c')));
    const stage = new Stage(book);
    const counted: ExecutionState[] = [];
    const worker = new TestWorker(stage, {
      disturb: slowly(stage),
      outcome: (_, state) => {
        counted.push(state);
        return null;
      },
    });
    await stage.run(worker);
    for (const { id, endedAt } of stage.state().steps.values()) {
      if (id !== 'c') expect(counted.at(-1)!.steps.get(id)!.endedAt).toEqual(endedAt);
    }
    const startsOf = (state: ExecutionState) => [...state.steps.values()].map(({ startedAt }) => startedAt);
    expect(startsOf(counted.at(-1)!)).toEqual(startsOf(stage.state()));
  });

  describe('when somebody asks for something before a start is written', () => {
    const book = runbook(chain(step('a', { undoable: true }), look('b'), look('c'), step('d')));

    it.each([
      ['pause', 'paused'],
      ['cancel', 'rolled_back'],
    ] as const)(
      '%s: what was decided without it is not written, and the look is not heard of',
      async (what, status) => {
        let signal: AbortSignal | undefined;
        const stage = new Stage(book, {
          b: {
            ms: 20 * WRITE_MS,
            probe: () => ({ answer: 'not_done' }),
            apply: (context) => void (signal = context.signal),
          },
        });
        const ask = (nth: number): void => {
          if (nth !== 2) return;
          if (what === 'cancel') stage.cancel();
          else stage.ask({ type: 'pause_requested', by: 'ann', comment: '' });
        };
        await stage.run(
          stage.worker(
            'worker',
            slowly(stage, (_, nth) => ask(nth)),
          ),
        );
        expect(stage.state().status).toBe(status);
        expect(stage.statusOf('a')).toBe(what === 'cancel' ? 'undone' : 'succeeded');
        expect(stage.entries('step_started').map(({ stepId }) => stepId)).toEqual(['a']);
        expect(stage.world.told('look')).toEqual(['b']);
        // It was stopped before its end.
        expect(signal).toBeUndefined();
      },
    );

    it('a look that does not hear of it keeps nobody waiting', async () => {
      const stage = new Stage(book, { b: { ms: 20 * WRITE_MS, deaf: true } });
      const asked = (nth: number): void => {
        if (nth === 2) stage.ask({ type: 'pause_requested', by: 'ann', comment: '' });
      };
      const began = stage.clock.now().getTime();
      await stage.run(
        stage.worker(
          'worker',
          slowly(stage, (_, nth) => asked(nth)),
        ),
      );
      const waited = stage.state().pausedAt!.getTime() - began;
      expect(waited).toBeGreaterThanOrEqual(3 * WRITE_MS);
      expect(waited).toBeLessThan(3 * WRITE_MS + SLOW_LOOK_MS);
    });

    it('one that waits to try again does not wait for ever', async () => {
      const retried = runbook(chain(step('a'), look('b', { policy: { retries: 1 } }), step('c')));
      const stage = new Stage(retried, { b: { apply: broken } });
      const ask = (nth: number): void => {
        if (nth === 2) stage.cancel();
      };
      expect(
        await stage.run(
          stage.worker(
            'worker',
            slowly(stage, (_, nth) => ask(nth)),
          ),
        ),
      ).toBe('ended');
      expect(stage.state().status).toBe('cancelled');
      expect(stage.entries('step_attempt_failed')).toEqual([]);
    });

    it('something that changes nothing for it: it looks once more, and is told of once', async () => {
      const other = runbook([step('a'), look('b', { dependsOn: ['a'] }), step('x', { dependsOn: ['b'] })]);
      const stage = new Stage(other, { b: { apply: () => ({ looked: true }) } });
      const ask = (nth: number): void => {
        if (nth === 2) stage.ask({ type: 'resume_requested', by: 'ann', comment: '' });
      };
      await stage.run(
        stage.worker(
          'worker',
          slowly(stage, (_, nth) => ask(nth)),
        ),
      );
      expect(stage.state().status).toBe('completed');
      expect(stage.world.log).toEqual(['apply a', 'look b', 'look b', 'apply x']);
      expect(stage.entries('step_succeeded').map(({ stepId }) => stepId)).toEqual(['a', 'b', 'x']);
    });
  });

  it('the first of a new holder waits until it is written whose it is', async () => {
    const stage: Stage = new Stage(runbook(chain(step('a'), look('b'))), {
      a: { ms: 10 },
      ...witnessed(() => stage, ['b']),
    });
    const leaving = stage.worker('leaving');
    const run = leaving.engine.run(ID);
    await stage.clock.pass(5);
    void leaving.engine.stop();
    expect((await stage.clock.until(run)).how).toBe('handed_over');
    const ask = (nth: number): void => {
      if (nth === 1) stage.ask({ type: 'resume_requested', by: 'ann', comment: '' });
    };
    expect(
      await stage.run(
        stage.worker(
          'next',
          slowly(stage, (_, nth) => ask(nth)),
        ),
      ),
    ).toBe('ended');
    expect(stage.entries('lease_acquired').map(({ owner }) => owner)).toEqual(['leaving', 'next']);
    expect(stage.state().steps.get('b')!.output).toEqual({ started: true });
  });

  it('a worker that dies before the write leaves the step before them to be asked about, and looks again', async () => {
    const stage = new Stage(runbook(chain(step('a'), look('b'), step('c'))), { b: { ms: WRITE_MS / 2 } });
    // What it has sent when it dies does not come through.
    const slow = slowly(stage);
    const first: TestWorker = stage.worker('first', (call, act) =>
      slow(call, () => {
        if (first.process.isDead) throw new Error('the connection is lost');
        return act();
      }),
    );
    void first.engine.run(ID);
    await stage.clock.pass(WRITE_MS + WRITE_MS / 4);
    expect(stage.world.log).toEqual(['apply a', 'look b']);
    expect(stage.statusOf('a')).toBe('running');
    first.process.kill();
    await stage.clock.pass(2 * LEASE_TTL_MS);
    expect(await stage.run(stage.worker('second'))).toBe('ended');
    expect(stage.world.effects).toEqual(
      new Map([
        ['a', 1],
        ['c', 1],
      ]),
    );
    expect(stage.state().status).toBe('completed');
  });

  it('a store that fails behind them ends the drive; what it may have written is asked for by the next', async () => {
    const stage = new Stage(runbook(chain(step('a'), look('b'), step('c'))), { b: { ms: 5 * WRITE_MS } });
    const failing = stage.worker(
      'failing',
      slowly(stage, (_, nth) => {
        if (nth === 2) throw new Error('the connection is lost');
      }),
    );
    await expect(stage.clock.until(failing.engine.run(ID))).rejects.toThrow('the connection is lost');
    expect(stage.statusOf('a')).toBe('running');
    expect(stage.store.isHeld(ID)).toBe(false);
    expect(await stage.run()).toBe('ended');
    expect(stage.world.told('probe')).toContain('a');
    expect(stage.world.effects.get('a')).toBe(1);
  });

  it('nobody waits for a look behind which the store has failed', async () => {
    const stage = new Stage(runbook(chain(step('a'), look('b'))), { b: { ms: LEASE_TTL_MS } });
    const failing = stage.worker(
      'failing',
      slowly(stage, (_, nth) => {
        if (nth === 2) throw new Error('the connection is lost');
      }),
    );
    const began = stage.clock.monotonic();
    await expect(stage.clock.until(failing.engine.run(ID))).rejects.toThrow('the connection is lost');
    expect(stage.clock.monotonic() - began).toBeLessThan(LEASE_TTL_MS);
  });

  it('own entries that a renewal hears of before they are answered are not read as those of others', async () => {
    const stage = new Stage(runbook(chain(step('a'), look('b'), step('c'))), { b: { ms: LEASE_TTL_MS } });
    const worker = stage.worker('worker', async (call, act) => {
      const answer = act();
      if (call.kind === 'append') await stage.clock.sleep(LEASE_TTL_MS / 2, new AbortController().signal);
      return answer;
    });
    expect(await stage.run(worker)).toBe('ended');
    expect(worker.faults).toEqual([]);
    expect(stage.world.log).toEqual(['apply a', 'look b', 'apply c']);
  });

  it('whoever has lost the lease while they ran writes nothing more', async () => {
    const stage = new Stage(runbook(chain(step('a'), look('b'), step('c'))), { b: { ms: WRITE_MS } });
    const slow = stage.worker('slow', slowly(stage));
    const run = slow.engine.run(ID);
    await stage.clock.pass(WRITE_MS + WRITE_MS / 2);
    slow.process.freeze();
    await stage.clock.pass(2 * LEASE_TTL_MS);
    const next = await stage.run(stage.worker('next'));
    slow.process.thaw();
    expect(next).toBe('ended');
    expect((await stage.clock.until(run)).how).toBe('lost');
    const epochs = stage.store.records(ID).flatMap(({ epoch }) => epoch ?? []);
    expect(epochs).toEqual([...epochs].sort((x, y) => x - y));
    expect(stage.world.effects).toEqual(
      new Map([
        ['a', 1],
        ['c', 1],
      ]),
    );
  });

  it('a worker that leaves waits for what it has handed to the journal longer than for its steps', async () => {
    const stage = new Stage(runbook(chain(step('a'), look('b'))), { b: { ms: 10 * GRACE_MS } });
    const leaving = stage.worker('leaving', async (call, act) => {
      const isSecond = call.entries.some((entry) => entry.type === 'step_succeeded');
      if (isSecond) await stage.clock.sleep(1.5 * GRACE_MS, new AbortController().signal);
      return act();
    });
    const run = leaving.engine.run(ID);
    await stage.clock.pass(1);
    void leaving.engine.stop();
    expect((await stage.clock.until(run)).how).toBe('handed_over');
    expect(stage.statusOf('a')).toBe('succeeded');
    expect(stage.statusOf('b')).toBe('running');
  });

  it('a worker that leaves hands over once what it has handed to the journal is there', async () => {
    const stage = new Stage(runbook(chain(step('a'), look('b'), step('c'))), { b: { ms: WRITE_MS / 2 } });
    const leaving = stage.worker('leaving', slowly(stage));
    const run = leaving.engine.run(ID);
    await stage.clock.pass(WRITE_MS + 1);
    const stopped = leaving.engine.stop();
    expect((await stage.clock.until(run)).how).toBe('handed_over');
    await stage.clock.until(stopped);
    expect(stage.statusOf('a')).toBe('succeeded');
    expect(stage.statusOf('b')).toBe('succeeded');
    expect(await stage.run()).toBe('ended');
    expect(stage.world.told('look')).toEqual(['b']);
  });
});
