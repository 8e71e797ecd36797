import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isTerminal, type ExecutionStatus } from '#domain/execution/transitions.js';
import { chain, runbook, step } from './testing/runbooks.js';
import type { Script } from './testing/scripted-world.js';
import { ID, Stage } from './testing/stage.js';
import { LEASE_TTL_MS } from './testing/test-worker.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';

const rejections = new UnhandledRejections();
const said = { by: 'ann', comment: 'because' };
const approval = (approvals: object) => ({
  action: 'manual',
  inputs: { task: 'approve', approvals: { ...approvals } },
});
const waits: Script = { apply: () => ({ waitFor: 'person', task: 'approve' }) };
const approve = (by: string) => ({ type: 'step_approved', stepId: 'gate', by, comment: '' }) as const;

beforeEach(rejections.watch);
afterEach(async () => expect(await rejections.seen()).toEqual([]));

describe('a pause', () => {
  it('lets what runs finish, parks, and costs no worker until somebody resumes', async () => {
    const stage = new Stage(runbook(chain(step('a'), step('b'))), { a: { ms: 20_000 } });
    const run = stage.run();
    await stage.clock.pass(1_000);
    stage.ask({ type: 'pause_requested', ...said });
    expect(await run).toBe('parked');
    expect(stage.state()).toMatchObject({ status: 'paused', pauseReason: 'operator' });
    expect(stage.world.told('apply')).toEqual(['a']);
    expect(await stage.run()).toBe('not_acquired');
    stage.ask({ type: 'resume_requested', ...said });
    expect(await stage.run()).toBe('ended');
    expect(stage.state().status).toBe('completed');
  });

  it('is no part of the time that the runbook has', async () => {
    const stage = new Stage(runbook(chain(step('a'), step('b')), { timeoutMs: 60_000 }), { a: { ms: 20_000 } });
    const run = stage.run();
    await stage.clock.pass(1_000);
    stage.ask({ type: 'pause_requested', ...said });
    await run;
    await stage.clock.pass(3_600_000);
    stage.ask({ type: 'resume_requested', ...said });
    await stage.run();
    expect(stage.state()).toMatchObject({ status: 'completed', timedOut: false });
  });
});

describe('approvals', () => {
  it('that come too late wake the execution although nobody holds it and nobody asks', async () => {
    const stage = new Stage(runbook(chain(step('gate', approval({ required: 1, timeout: 600 })), step('a'))), {
      gate: waits,
    });
    expect(await stage.run()).toBe('parked');
    await stage.clock.pass(599_000);
    expect(await stage.run()).toBe('not_acquired');
    await stage.clock.pass(1_001);
    expect(await stage.run()).toBe('parked');
    expect(stage.entries('approval_expired')).toEqual([{ type: 'approval_expired', stepId: 'gate' }]);
    expect(stage.state()).toMatchObject({ status: 'paused', pauseReason: 'failed_step', wakeAt: null });
    expect(await stage.run()).toBe('not_acquired');
  });

  it('come too late as well while other steps keep the worker', async () => {
    const steps = [
      step('gate', approval({ required: 1, timeout: 5 })),
      step('slow'),
      step('b', { dependsOn: ['gate'] }),
    ];
    const stage = new Stage(runbook(steps, { parallel: true }), { gate: waits, slow: { ms: 20_000 } });
    await stage.run();
    const [expired] = stage.store.records(ID).filter(({ entry }) => entry.type === 'approval_expired');
    const slow = stage.state().steps.get('slow')!;
    expect(expired!.at.getTime()).toBeLessThan(slow.endedAt!.getTime());
    expect(stage.statusOf('b')).toBe('pending');
  });

  it('given while other steps run let what waits for them begin at once', async () => {
    const steps = [step('gate', approval({ required: 2 })), step('slow'), step('b', { dependsOn: ['gate'] })];
    const stage = new Stage(runbook(steps, { parallel: true }), { gate: waits, slow: { ms: 20_000 } });
    const run = stage.run();
    await stage.clock.pass(1_000);
    stage.ask(approve('ann'));
    stage.ask(approve('bob'));
    expect(await run).toBe('ended');
    const { steps: ended, status } = stage.state();
    expect(status).toBe('completed');
    expect(ended.get('b')!.endedAt!.getTime()).toBeLessThan(ended.get('slow')!.endedAt!.getTime());
  });
});

describe('a switch to ungraceful', () => {
  it('does the rest in the other way', async () => {
    const seen: unknown[] = [];
    const stage = new Stage(
      runbook(
        chain(
          step('check', { whenUngraceful: 'skip', policy: { onFailure: 'rollback' } }),
          step('fence', { inputs: { required: true }, whenUngraceful: { inputs: { required: false } } }),
        ),
      ),
      {
        check: {
          ms: 1_000,
          apply: () => {
            throw new Error('nobody answers');
          },
        },
        fence: { apply: (_, inputs) => void seen.push(inputs) },
      },
    );
    const run = stage.run();
    await stage.clock.pass(500);
    stage.ask({ type: 'pause_requested', ...said });
    expect(await run).toBe('parked');
    expect(stage.statusOf('check')).toBe('failed');
    stage.ask({ type: 'ungraceful_requested', ...said });
    stage.skip('check');
    stage.ask({ type: 'resume_requested', ...said });
    expect(await stage.run()).toBe('ended');
    expect(stage.state().status).toBe('completed_with_exceptions');
    expect(seen).toEqual([{ required: false }]);
  });
});

/** Approvals, a promotion that can neither be asked about nor repeated, and somebody who pauses all the time. */
const doubtful = runbook(
  [
    step('fence', { undoable: true }),
    step('gate', { dependsOn: ['fence'], ...approval({ required: 2, timeout: 3_600 }) }),
    step('promote', { dependsOn: ['gate'], pointOfNoReturn: true }),
    step('slow', { dependsOn: ['gate'] }),
    step('route', { dependsOn: ['promote', 'slow'] }),
  ],
  { parallel: true },
);
const scripts: Readonly<Record<string, Script>> = {
  fence: { ms: 300 },
  gate: waits,
  promote: { ms: 400, probe: () => ({ answer: 'unknown', detail: 'nobody can tell' }) },
  slow: { ms: 700 },
};

/** A worker dies at one of its writes; people do whatever the execution waits for, and pause it when they like. */
async function liveThrough(
  write: number,
  when: 'before' | 'after',
  pauses: boolean,
): Promise<{ stage: Stage; writes: number }> {
  const stage = new Stage(doubtful, scripts);
  let writes = 0;
  for (let workers = 0; workers < 40; workers++) {
    let die = (): void => {};
    const death = new Promise<'died'>((resolve) => (die = () => resolve('died')));
    const worker = stage.worker(`worker ${workers}`, async (call, act) => {
      if (call.kind !== 'append' || writes++ !== write) return act();
      if (when === 'after') act();
      worker.process.kill();
      die();
      return new Promise<never>(() => {});
    });
    const how = await stage.clock.until(Promise.race([worker.engine.run(ID).then((run) => run.how), death]));
    if (isTerminal(stage.state().status)) return { stage, writes };
    if (how === 'died') {
      await stage.clock.pass(LEASE_TTL_MS + 1);
      if (pauses && stage.state().pauseRequested === null) stage.ask({ type: 'pause_requested', ...said });
    }
    if (how === 'parked') answer(stage);
  }
  throw new Error('the execution does not come to an end');
}

function answer(stage: Stage): void {
  const { steps, pauseRequested } = stage.state();
  for (const { id, status, approvals } of steps.values()) {
    if (status === 'waiting') stage.ask(approve(`person ${approvals.length}`));
    if (status === 'in_doubt') {
      const resolution = stage.world.present.has(id) ? 'done' : 'redo';
      stage.ask({ type: 'doubt_resolved', stepId: id, resolution, ...said });
    }
  }
  if (pauseRequested !== null) stage.ask({ type: 'resume_requested', ...said });
}

const { writes: WRITES } = await liveThrough(Infinity, 'before', false);

describe('a worker dies in an execution with people in it', () => {
  it.each([
    ['who do what it waits for', false],
    ['who also pause it', true],
  ] as const)('%s: everything is done once, the authority moves once', async (_, pauses) => {
    const ends = new Set<ExecutionStatus>();
    expect(WRITES).toBeGreaterThan(8);
    for (const when of ['before', 'after'] as const) {
      for (let write = 0; write < WRITES; write++) {
        const { stage } = await liveThrough(write, when, pauses);
        ends.add(stage.state().status);
        expect(Object.fromEntries(stage.world.effects)).toEqual({ fence: 1, promote: 1, slow: 1, route: 1 });
        expect(stage.entries('authority_moved')).toHaveLength(1);
        expect(stage.entries('step_approved')).toHaveLength(2);
      }
    }
    // Otherwise no promotion was ever in doubt.
    expect([...ends].sort()).toEqual(['completed', 'completed_with_exceptions']);
  });
});
