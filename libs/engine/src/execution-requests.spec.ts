import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chain, runbook, step } from './testing/runbooks.js';
import { broken, waitForPerson } from './testing/scripts.js';
import { Stage } from './testing/stage.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';

const rejections = new UnhandledRejections();

describe('driving an execution of which people ask something', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

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
  });
});
