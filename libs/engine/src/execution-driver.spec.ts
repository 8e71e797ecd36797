import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '#domain/errors.js';
import { chain, runbook, step } from './testing/runbooks.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';
import { recordingAppends, Stage } from './testing/stage.js';
import { TestWorker } from './testing/test-worker.js';

const rejections = new UnhandledRejections();

const broken = (): never => {
  throw new Error('broken');
};
const waitForPerson = { apply: () => ({ waitFor: 'person', task: 'press the button' }) as const };

describe('driving an execution', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

  describe('order', () => {
    it('does one step at a time, each behind its dependencies', async () => {
      const stage = new Stage(runbook([step('a'), step('b', { dependsOn: ['a'] }), step('c')]), { a: { ms: 5 } });
      expect(await stage.run()).toBe('ended');
      expect(stage.world.log).toEqual(['apply a', 'apply b', 'apply c']);
      expect(stage.world.mostAtOnce).toBe(1);
      expect(stage.state().status).toBe('completed');
    });

    it('does everything that is free at once when the runbook is parallel', async () => {
      const steps = [step('a'), step('b'), step('c', { dependsOn: ['a', 'b'] }), step('d', { dependsOn: ['a'] })];
      const stage = new Stage(runbook(steps, { parallel: true }), { a: { ms: 5 }, b: { ms: 20 } });
      expect(await stage.run()).toBe('ended');
      expect(stage.world.log).toEqual(['apply a', 'apply b', 'apply d', 'apply c']);
      expect(stage.world.mostAtOnce).toBe(2);
    });

    it('finishes one step and starts the next in one write', async () => {
      const { writes, disturb } = recordingAppends();
      const stage = new Stage(runbook(chain(step('a'), step('b'))));
      await stage.run(stage.worker('worker', disturb));
      expect(writes).toEqual([
        ['lease_acquired', 'execution_started', 'step_started a'],
        ['step_succeeded a', 'step_started b'],
        ['step_succeeded b', 'execution_ended'],
      ]);
    });

    it('nothing begins before its start is durable', async () => {
      const stage = new Stage(runbook(chain(step('a'), step('b'))));
      const begunAtWrite: string[][] = [];
      const worker = stage.worker('worker', async (call, act) => {
        if (call.kind !== 'append') return act();
        await stage.clock.sleep(50, new AbortController().signal);
        begunAtWrite.push([...stage.world.log]);
        return act();
      });
      await stage.run(worker);
      expect(begunAtWrite).toEqual([[], ['apply a'], ['apply a', 'apply b']]);
    });

    it('an execution without steps completes', async () => {
      const stage = new Stage(runbook([]));
      expect(await stage.run()).toBe('ended');
      expect(stage.state().status).toBe('completed');
    });

    it('where nothing is promoted the authority moves with an end that was not in vain', async () => {
      const { writes, disturb } = recordingAppends();
      const moving = runbook([step('route')], { movesAuthorityAtEnd: true });
      const stage = new Stage(moving);
      await stage.run(stage.worker('worker', disturb));
      expect(writes.at(-1)).toEqual(['step_succeeded route', 'authority_moved', 'execution_ended']);
      const steps = [step('route', { policy: { onFailure: 'rollback' } })];
      const failed = new Stage(runbook(steps, { movesAuthorityAtEnd: true }), { route: { apply: broken } });
      await failed.run();
      expect(failed.state()).toMatchObject({
        status: expect.stringMatching(/failed|rolled_back/),
        authorityMoved: false,
      });
    });

    it('passing the point of no return and moving the authority are one write', async () => {
      const { writes, disturb } = recordingAppends();
      const stage = new Stage(runbook([step('promote', { pointOfNoReturn: true })]));
      await stage.run(stage.worker('worker', disturb));
      expect(writes.at(-1)).toEqual(['step_succeeded promote', 'authority_moved', 'execution_ended']);
    });
  });

  describe('outputs', () => {
    it('a step sees what an earlier one said, and the verification adds to it', async () => {
      const seen: unknown[] = [];
      const steps = chain(step('fence'), step('wait', { inputs: { lsn: '{{steps.fence.output.lsn}}' } }));
      const stage = new Stage(runbook(steps), {
        fence: { apply: () => ({ lsn: '0/1' }), verify: () => ({ writable: false }) },
        wait: { apply: (_, inputs) => void seen.push(inputs) },
      });
      await stage.run();
      expect(seen).toEqual([{ lsn: '0/1' }]);
      expect(stage.state().steps.get('fence')!.output).toEqual({ lsn: '0/1', writable: false });
    });

    it('what a skipped step would have said is null', async () => {
      const seen: unknown[] = [];
      const steps = chain(step('fence'), step('wait', { inputs: { lsn: '{{steps.fence.output.lsn}}' } }));
      const stage = new Stage(runbook(steps), {
        fence: { apply: broken },
        wait: { apply: (_, inputs) => void seen.push(inputs) },
      });
      await stage.run();
      stage.skip('fence');
      expect(await stage.run()).toBe('ended');
      expect(seen).toEqual([{ lsn: null }]);
    });

    it('an input that can not be filled fails its step, and is not tried again', async () => {
      const steps = [step('a', { inputs: { x: '{{steps.nobody.output.y}}' }, policy: { retries: 3 } })];
      const stage = new Stage(runbook(steps));
      expect(await stage.run()).toBe('parked');
      expect(stage.state().steps.get('a')).toMatchObject({ status: 'failed', error: { code: 'unknown_placeholder' } });
      expect(stage.world.log).toEqual([]);
    });
  });

  describe('failures', () => {
    it('tries again with growing pauses, journals each attempt, and asks the world before acting again', async () => {
      const stage = new Stage(runbook([step('a', { policy: { retries: 3, backoffMs: 100 } })]), {
        a: { apply: ({ attempt }) => (attempt < 4 ? broken() : { attempt }) },
      });
      expect(await stage.run()).toBe('ended');
      expect(stage.entries('step_attempt_failed').map(({ attempt, retryInMs }) => [attempt, retryInMs])).toEqual([
        [1, 75],
        [2, 150],
        [3, 300],
      ]);
      expect(stage.entries('step_started').map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
      expect(stage.world.log).toEqual(['apply a', 'probe a', 'apply a', 'probe a', 'apply a', 'probe a', 'apply a']);
      expect(stage.state().steps.get('a')).toMatchObject({ attempts: 4, output: { attempt: 4 }, error: null });
    });

    it('an effect that a failed attempt had all the same is not repeated', async () => {
      const stage = new Stage(runbook([step('a', { policy: { retries: 1 } })]), {
        a: { verify: ({ attempt }) => (attempt === 1 ? broken() : {}) },
      });
      await stage.run();
      expect(stage.world.effects.get('a')).toBe(1);
      expect(stage.entries('step_succeeded')[0]).toMatchObject({ foundDone: true, output: { found: true } });
    });

    it('an attempt after which nobody knows puts a step in doubt, unless it may be repeated', async () => {
      const unsure = { apply: broken, probe: () => ({ answer: 'unknown', detail: 'no answer' }) as const };
      const retried = { policy: { retries: 1 } };
      const once = new Stage(runbook([step('a', retried)]), { a: unsure });
      expect(await once.run()).toBe('parked');
      expect(once.state()).toMatchObject({ status: 'paused', pauseReason: 'in_doubt' });
      const idempotent = new Stage(runbook([step('a', { ...retried, idempotent: true })]), { a: unsure });
      await idempotent.run();
      expect(idempotent.statusOf('a')).toBe('failed');
      expect(idempotent.world.told('apply')).toHaveLength(2);
    });

    it('a failure that no attempt can mend is not tried again', async () => {
      const stage = new Stage(runbook([step('a', { policy: { retries: 5 } })]), {
        a: {
          apply: () => {
            throw new DomainError('secret_not_found', 'no such secret');
          },
        },
      });
      await stage.run();
      expect(stage.world.told('apply')).toHaveLength(1);
      expect(stage.state().steps.get('a')!.error).toMatchObject({ code: 'secret_not_found' });
    });

    it('pause: nothing more starts, what runs comes to its end, and a person is waited for', async () => {
      const steps = [step('a'), step('b'), step('c', { dependsOn: ['b'] })];
      const stage = new Stage(runbook(steps, { parallel: true }), { a: { apply: broken }, b: { ms: 50 } });
      expect(await stage.run()).toBe('parked');
      expect(stage.state()).toMatchObject({ status: 'paused', pauseReason: 'failed_step' });
      expect([stage.statusOf('b'), stage.statusOf('c')]).toEqual(['succeeded', 'pending']);
      expect(stage.store.isHeld('failover_1')).toBe(false);
    });

    it('continue: goes on, and is never called plain completed', async () => {
      const steps = chain(step('a', { policy: { onFailure: 'continue' } }), step('b'));
      const stage = new Stage(runbook(steps), { a: { apply: broken } });
      expect(await stage.run()).toBe('ended');
      expect(stage.state().status).toBe('completed_with_exceptions');
      expect(stage.statusOf('b')).toBe('succeeded');
    });

    it('rollback: undoes in reverse order what was begun, also the half-done step itself', async () => {
      const undoable = { undoable: true };
      const steps = chain(
        step('a', undoable),
        step('b'),
        step('c', undoable),
        step('d', { ...undoable, policy: { onFailure: 'rollback' } }),
      );
      const stage = new Stage(runbook(steps), { d: { apply: broken } });
      expect(await stage.run()).toBe('ended');
      expect(stage.world.told('undo')).toEqual(['d', 'c', 'a']);
      expect(stage.state()).toMatchObject({ status: 'rolled_back', error: { message: 'Error: broken' } });
    });

    it('abort: stops what runs and ends, without undoing', async () => {
      const steps = [step('a', { policy: { onFailure: 'abort' } }), step('b', { undoable: true })];
      const stage = new Stage(runbook(steps, { parallel: true }), { a: { apply: broken }, b: { ms: 50 } });
      expect(await stage.run()).toBe('ended');
      expect(stage.state()).toMatchObject({ status: 'failed', error: { message: 'Error: broken' } });
      expect(stage.statusOf('b')).toBe('failed');
      expect(stage.world.log).toEqual(['apply a', 'apply b']);
    });

    it('past the point of no return neither rollback nor abort: it pauses', async () => {
      for (const onFailure of ['rollback', 'abort'] as const) {
        const steps = chain(
          step('fence', { undoable: true }),
          step('promote', { pointOfNoReturn: true }),
          step('route', { policy: { onFailure } }),
        );
        const stage = new Stage(runbook(steps), { route: { apply: broken } });
        expect(await stage.run()).toBe('parked');
        expect(stage.state()).toMatchObject({ status: 'paused', pauseReason: 'failed_step' });
        expect(stage.world.told('undo')).toEqual([]);
      }
    });

    it('an undo that fails is tried again, and at last reported; the others are undone all the same', async () => {
      const steps = chain(
        step('a', { undoable: true }),
        step('b', { undoable: true, policy: { retries: 1 } }),
        step('c', { policy: { onFailure: 'rollback' } }),
      );
      const stage = new Stage(runbook(steps), { b: { undo: broken }, c: { apply: broken } });
      expect(await stage.run()).toBe('ended');
      expect(stage.world.told('undo')).toEqual(['b', 'b', 'a']);
      expect(stage.state()).toMatchObject({
        status: 'failed',
        error: { code: 'rollback_incomplete', details: { steps: ['b'] } },
      });
    });
  });

  describe('time', () => {
    const slow = { policy: { timeoutMs: 1_000 } };

    it('a step that takes too long fails, and its effect does not come later', async () => {
      const stage = new Stage(runbook([step('a', slow)]), { a: { ms: 5_000 } });
      expect(await stage.run()).toBe('parked');
      expect(stage.state().steps.get('a')).toMatchObject({ status: 'failed', error: { code: 'step_timeout' } });
      expect(stage.world.effects.size).toBe(0);
    });

    it('a step that does not listen to its signal is given up', async () => {
      const stage = new Stage(runbook([step('a', slow)]), { a: { ms: 3_600_000, deaf: true } });
      const began = stage.clock.monotonic();
      expect(await stage.run()).toBe('parked');
      expect(stage.state().steps.get('a')!.error).toMatchObject({ code: 'step_timeout' });
      expect(stage.clock.monotonic() - began).toBe(2_000);
    });

    it('what the action had to say when its time was up is kept', async () => {
      const stage = new Stage(runbook([step('a', slow)]), {
        a: {
          probe: ({ signal }) =>
            new Promise((_, reject) => {
              signal.addEventListener('abort', () =>
                reject(new DomainError('replay_incomplete', '7 bytes are missing')),
              );
            }),
          apply: ({ attempt }) => (attempt === 1 ? broken() : {}),
        },
      });
      await stage.run();
      stage.retry('a');
      await stage.run();
      expect(stage.state().steps.get('a')!.error).toMatchObject({
        code: 'step_timeout',
        message: expect.stringContaining('7 bytes are missing'),
        details: { found: { code: 'replay_incomplete' } },
      });
    });

    it('a probe that does not listen to its signal leads to no effect after the stop', async () => {
      const stage = new Stage(runbook([step('a', { policy: { timeoutMs: 1_000, retries: 1 } })]), {
        a: {
          apply: ({ attempt }) => (attempt === 1 ? broken() : {}),
          probe: async () => {
            await stage.clock.sleep(1_500, new AbortController().signal);
            return { answer: 'not_done' };
          },
        },
      });
      expect(await stage.run()).toBe('parked');
      await stage.clock.pass(10_000);
      expect(stage.world.log).toEqual(['apply a', 'probe a']);
      expect(stage.statusOf('a')).toBe('failed');
    });

    it('the next attempt does not begin while the one before is still coming to rest', async () => {
      let acting = false;
      const stage = new Stage(runbook([step('a', { policy: { timeoutMs: 1_000, retries: 1, backoffMs: 0 } })]), {
        a: {
          probe: () => {
            expect(acting).toBe(false);
            return { answer: 'not_done' };
          },
          verify: async ({ attempt, signal }) => {
            if (attempt > 1) return {};
            acting = true;
            await stage.clock.sleep(3_600_000, signal);
            await stage.clock.sleep(500, new AbortController().signal);
            acting = false;
            return {};
          },
        },
      });
      expect(await stage.run()).toBe('ended');
      expect(acting).toBe(false);
    });

    it('an execution that takes too long before the point of no return is undone', async () => {
      const steps = chain(step('fence', { undoable: true }), step('wait'), step('promote', { pointOfNoReturn: true }));
      const stage = new Stage(runbook(steps, { timeoutMs: 5_000 }), { wait: { ms: 20_000 } });
      expect(await stage.run()).toBe('ended');
      expect(stage.state()).toMatchObject({ status: 'rolled_back', error: { code: 'execution_timeout' } });
      expect(stage.world.present.size).toBe(0);
      expect(stage.world.told('apply')).toEqual(['fence', 'wait']);
    });

    it('one that takes too long after it goes on, and says so', async () => {
      const steps = chain(step('fence', { undoable: true }), step('promote', { pointOfNoReturn: true }), step('route'));
      const stage = new Stage(runbook(steps, { timeoutMs: 5_000 }), { promote: { ms: 20_000 } });
      expect(await stage.run()).toBe('ended');
      expect(stage.state()).toMatchObject({
        status: 'completed_with_exceptions',
        timedOut: true,
        error: { code: 'execution_timeout' },
      });
      expect([...stage.world.present]).toEqual(['fence', 'promote', 'route']);
    });

    it('the time that people take does not count', async () => {
      const steps = chain(step('ask'), step('go'));
      const stage = new Stage(runbook(steps, { timeoutMs: 5_000 }), { ask: waitForPerson, go: { ms: 3_000 } });
      await stage.run();
      await stage.clock.pass(7_200_000);
      stage.confirm('ask');
      expect(await stage.run()).toBe('ended');
      expect(stage.state().status).toBe('completed');
    });
  });

  describe('people', () => {
    it('a task for a person parks without holding the lease, and goes on once it is confirmed', async () => {
      const stage = new Stage(runbook(chain(step('a'), step('ask'), step('b'))), { ask: waitForPerson });
      expect(await stage.run()).toBe('parked');
      expect(stage.store.isHeld('failover_1')).toBe(false);
      expect(stage.state()).toMatchObject({ status: 'paused', pauseReason: 'approval' });
      expect(await stage.run()).toBe('not_acquired');
      stage.confirm('ask');
      expect(await stage.run()).toBe('ended');
      expect(stage.state().status).toBe('completed');
      expect(stage.world.told('apply')).toEqual(['a', 'ask', 'b']);
    });

    it('what does not depend on the person goes on meanwhile', async () => {
      const stage = new Stage(runbook([step('ask'), step('b')]), { ask: waitForPerson });
      expect(await stage.run()).toBe('parked');
      expect(stage.statusOf('b')).toBe('succeeded');
    });

    it('a retry asks the world first, and acts where nobody knows', async () => {
      let answer: 'unknown' | 'done' = 'unknown';
      const stage = new Stage(runbook([step('a')]), {
        a: {
          apply: broken,
          probe: () => (answer === 'done' ? { answer, output: {} } : { answer, detail: 'no answer' }),
        },
      });
      await stage.run();
      stage.retry('a');
      await stage.run();
      expect(stage.world.log).toEqual(['apply a', 'probe a', 'apply a']);
      answer = 'done';
      stage.retry('a');
      expect(await stage.run()).toBe('ended');
      expect(stage.world.log).toEqual(['apply a', 'probe a', 'apply a', 'probe a']);
      expect(stage.state().status).toBe('completed');
    });

    it('skipping lets the others go on, with exceptions', async () => {
      const stage = new Stage(runbook(chain(step('a'), step('b'))), { a: { apply: broken } });
      await stage.run();
      stage.skip('a');
      expect(await stage.run()).toBe('ended');
      expect(stage.state().status).toBe('completed_with_exceptions');
      expect(stage.world.told('apply')).toEqual(['a', 'b']);
    });
  });

  describe('cancelling', () => {
    const steps = chain(
      step('fence', { undoable: true }),
      step('wait'),
      step('promote', { pointOfNoReturn: true }),
      step('route'),
    );

    it('before anything began', async () => {
      const stage = new Stage(runbook(steps));
      stage.cancel();
      expect(await stage.run()).toBe('ended');
      expect(stage.state().status).toBe('cancelled');
      expect(stage.world.log).toEqual([]);
    });

    it('before the point of no return stops what runs and undoes', async () => {
      const stage = new Stage(runbook(steps), { wait: { ms: 20_000 } });
      const run = stage.worker().engine.run('failover_1');
      await stage.clock.pass(100);
      stage.cancel();
      await stage.clock.until(run);
      expect(stage.state()).toMatchObject({ status: 'rolled_back', rollbackCause: 'cancel', error: null });
      expect(stage.world.log).toEqual(['apply fence', 'apply wait', 'undo fence']);
      expect(stage.clock.now().getTime() - stage.state().startedAt!.getTime()).toBeLessThan(2_000);
    });

    it('after it is refused, and the execution goes on', async () => {
      const stage = new Stage(runbook(steps), { promote: { ms: 20_000 } });
      const run = stage.worker().engine.run('failover_1');
      await stage.clock.pass(100);
      stage.cancel();
      await stage.clock.until(run);
      expect(stage.state().status).toBe('completed');
      expect(stage.entries('cancel_refused')).toHaveLength(1);
    });

    it('is refused too when the promotion failed, and somebody wants it skipped or retried', async () => {
      for (const act of ['retry', 'skip'] as const) {
        const stage = new Stage(runbook(steps), { promote: { apply: broken } });
        await stage.run();
        stage[act]('promote');
        stage.cancel();
        await stage.run();
        expect(stage.entries('cancel_refused')).toHaveLength(1);
        expect(stage.world.told('undo')).toEqual([]);
      }
    });

    it('while paused, with a step half done and skipped, undoes that one as well', async () => {
      const half = chain(step('a', { undoable: true }), step('b'));
      const stage = new Stage(runbook(half), { a: { apply: broken }, b: { apply: broken } });
      await stage.run();
      stage.skip('a');
      await stage.run();
      stage.cancel();
      expect(await stage.run()).toBe('ended');
      expect(stage.state().status).toBe('rolled_back');
      expect(stage.world.told('undo')).toEqual(['a']);
    });
  });

  describe('requests that come in at the worst moment', () => {
    it('a skip that overtakes the pause keeps the execution from parking', async () => {
      const steps = [step('a'), step('b'), step('c', { dependsOn: ['a', 'b'] })];
      const stage = new Stage(runbook(steps, { parallel: true }), { a: { apply: broken }, b: { ms: 100 } });
      const worker = stage.worker('worker', async (call, act) => {
        if (call.entries.some(({ type }) => type === 'execution_paused')) stage.skip('a');
        return act();
      });
      expect(await stage.run(worker)).toBe('ended');
      expect(stage.state().status).toBe('completed_with_exceptions');
      expect(stage.statusOf('c')).toBe('succeeded');
    });

    it('a cancel that overtakes a write is obeyed at once, not when the running step is over', async () => {
      const steps = chain(step('fence', { undoable: true }), step('wait'));
      const stage = new Stage(runbook(steps), { wait: { ms: 3_600_000 } });
      const worker = stage.worker('worker', async (call, act) => {
        if (call.entries.some((entry) => entry.type === 'step_started' && entry.stepId === 'wait')) stage.cancel();
        return act();
      });
      await stage.run(worker);
      expect(stage.state().status).toBe('rolled_back');
      expect(stage.clock.now().getTime() - stage.state().startedAt!.getTime()).toBeLessThan(1_000);
    });
  });

  it('a cancel that comes right before the promotion is durable keeps it from beginning', async () => {
    const stage = new Stage(
      runbook(chain(step('fence', { undoable: true }), step('promote', { pointOfNoReturn: true }))),
    );
    let asked = false;
    const worker = stage.worker('worker', async (call, act) => {
      const promoting = call.entries.some((entry) => entry.type === 'step_started' && entry.stepId === 'promote');
      if (promoting && !asked) stage.cancel();
      asked ||= promoting;
      return act();
    });
    await stage.run(worker);
    expect(stage.state().status).toBe('rolled_back');
    expect(stage.world.log).toEqual(['apply fence', 'undo fence']);
  });

  it('a simulation never sees the live catalogue', async () => {
    const stage = new Stage(runbook([step('a')], { mode: 'simulation' }));
    const forbidden = (): never => {
      throw new Error('the live catalogue was asked');
    };
    const worker = new TestWorker(stage, { live: { get: forbidden, has: forbidden } });
    expect(await stage.run(worker)).toBe('ended');
    expect(stage.state().status).toBe('completed');
  });

  it.each([
    ['drill', {}],
    ['switchover', { exercise: 'live_switchover' }],
  ] as const)('a live test that is a %s sees that catalogue, and no other', async (own, rest) => {
    const stage = new Stage(runbook([step('a')], { kind: 'test', direction: null, ...rest }));
    const forbidden = (): never => {
      throw new Error('another catalogue was asked');
    };
    const none = { get: forbidden, has: forbidden };
    const worker = new TestWorker(stage, { live: none, drill: none, switchover: none, [own]: undefined });
    expect(await stage.run(worker)).toBe('ended');
    expect(stage.state().status).toBe('completed');
  });

  it('leaves no timers behind, however it ends', async () => {
    const stages = [
      new Stage(runbook([step('a')])),
      new Stage(runbook([step('a')]), { a: { apply: broken } }),
      new Stage(runbook([step('a', { policy: { timeoutMs: 10 } })]), { a: { ms: 50 } }),
      new Stage(runbook([step('a')]), { a: waitForPerson }),
    ];
    for (const stage of stages) {
      await stage.run();
      await stage.clock.calm();
      expect(stage.clock.pending).toBe(0);
    }
  });

  it('tells its observer each entry once, and nothing of what was there before', async () => {
    const stage = new Stage(runbook(chain(step('ask'), step('b'))), { ask: waitForPerson });
    const [first, second] = [stage.worker(), stage.worker()];
    await stage.run(first);
    stage.confirm('ask');
    await stage.run(second);
    const told = [...first.seen, ...second.seen].map(({ seq }) => seq);
    const all = stage.store.records('failover_1').map(({ seq }) => seq);
    // Requests that came in while nobody held the lease are not the engine's to tell.
    expect(told).toEqual(all.filter((seq) => ![1, 7].includes(seq)));
    expect(new Set(told).size).toBe(told.length);
  });
});
