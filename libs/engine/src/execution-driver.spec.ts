import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chain, runbook, step } from './testing/runbooks.js';
import { broken, waitForPerson } from './testing/scripts.js';
import { recordingAppends, Stage } from './testing/stage.js';
import { TestWorker } from './testing/test-worker.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';

const rejections = new UnhandledRejections();

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
