import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '#domain/errors.js';
import { chain, runbook, step } from './testing/runbooks.js';
import { broken, waitForPerson } from './testing/scripts.js';
import { Stage } from './testing/stage.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';

const rejections = new UnhandledRejections();

describe('driving an execution that fails or takes too long', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

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
});
