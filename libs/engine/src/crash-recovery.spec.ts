import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isTerminal, type ExecutionStatus } from '#domain/execution/transitions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { broken, waitForPerson } from './testing/scripts.js';
import { LOOKING, OBSERVING, type Script } from './testing/scripted-world.js';
import { runbook, step } from './testing/runbooks.js';
import { UnhandledRejections } from './testing/unhandled-rejections.js';
import { ID, Stage } from './testing/stage.js';
import { LEASE_TTL_MS } from './testing/test-worker.js';

const rejections = new UnhandledRejections();

interface Crash {
  /** Index of the write at which the worker dies, counted over all workers. */
  readonly write: number;
  readonly when: 'before the write' | 'right after the write';
}

/** More takeovers than this mean that nobody gets any further. */
const MOST_WORKERS = 40;

/** Tells the truth, but only after a while. */
const slow: Script = { ms: 700 };

/** Every kind of step, in parallel where they may be. */
const everything: Runbook = runbook(
  [
    step('check', { action: LOOKING }),
    step('fence', { action: OBSERVING, dependsOn: ['check'], undoable: true, policy: { onFailure: 'rollback' } }),
    step('flaky', { dependsOn: ['check'], policy: { retries: 2 } }),
    step('late_proof', { dependsOn: ['check'], policy: { retries: 1 } }),
    step('wait', { action: LOOKING, dependsOn: ['fence'], inputs: { lsn: '{{steps.fence.output.lsn}}' } }),
    step('ask', { dependsOn: ['wait'] }),
    step('promote', { dependsOn: ['ask', 'flaky'], pointOfNoReturn: true }),
    step('route', { dependsOn: ['promote'], undoable: true }),
    step('slow', { dependsOn: ['promote'] }),
    step('broken_once', { dependsOn: ['promote'] }),
    step('optional', { dependsOn: ['promote'], policy: { onFailure: 'continue' } }),
    step('arrived', { action: LOOKING, dependsOn: ['wait'] }),
    step('health', { action: LOOKING, dependsOn: ['route', 'slow', 'broken_once', 'late_proof', 'arrived'] }),
    step('tell', { dependsOn: ['health'], idempotent: true }),
  ],
  { parallel: true },
);

/** Fails on its own before the point of no return, when two steps can be undone. */
const failing: Runbook = runbook(
  [
    step('fence', { undoable: true, action: OBSERVING }),
    step('route', { undoable: true }),
    step('slow', {}),
    step('broken', { dependsOn: ['fence', 'route'], policy: { onFailure: 'rollback', retries: 1 } }),
    step('promote', { dependsOn: ['broken', 'slow'], pointOfNoReturn: true }),
  ],
  { parallel: true },
);

function scripts(): Readonly<Record<string, Script>> {
  let proofs = 0;
  let repaired = false;
  return {
    fence: { ms: 300, apply: () => ({ lsn: '0/1' }), found: { lsn: '0/1' } },
    flaky: { ms: 100, apply: ({ attempt }) => (attempt < 3 ? broken() : {}) },
    late_proof: { verify: () => (proofs++ === 0 ? broken() : {}) },
    ask: waitForPerson,
    arrived: { ms: 100 },
    promote: slow,
    route: { ms: 200 },
    slow,
    broken_once: {
      apply: () => {
        if (repaired) return;
        repaired = true;
        broken();
      },
    },
    optional: { apply: broken },
    broken: { ms: 200, apply: broken },
  };
}

/** Workers come one after the other, each driving until it dies or nothing is left to do; a person answers at once. */
class Relay {
  readonly stage: Stage;
  writes = 0;
  workers = 0;
  beforeNextWorker = (): void => {};

  constructor(
    book: Runbook,
    private readonly crashes: readonly Crash[],
    /** Milliseconds that the first worker has to live. */
    private readonly lifetimeMs = Infinity,
  ) {
    this.stage = new Stage(book, scripts());
  }

  async toTheEnd(): Promise<ExecutionStatus> {
    for (;;) {
      if (++this.workers > MOST_WORKERS) throw new Error('the execution does not come to an end');
      const how = await this.oneWorker();
      if (how === 'ended') return this.stage.state().status;
      if (how === 'parked') this.answer();
    }
  }

  private async oneWorker(): Promise<string> {
    let die = (): void => {};
    const death = new Promise<string>((resolve) => (die = () => resolve('died')));
    const worker = this.stage.worker(`worker ${this.workers}`, async (call, act) => {
      if (call.kind !== 'append') return act();
      const write = this.writes++;
      const crash = this.crashes.find((candidate) => candidate.write === write);
      if (crash?.when === 'right after the write') act();
      if (crash) {
        worker.process.kill();
        die();
        return new Promise<never>(() => {});
      }
      return act();
    });
    const { clock } = this.stage;
    const alive = new AbortController();
    if (this.workers === 1 && this.lifetimeMs < Infinity) {
      void clock.sleep(this.lifetimeMs, alive.signal).then(() => {
        if (alive.signal.aborted) return;
        worker.process.kill();
        die();
      });
    }
    const how = await clock.until(Promise.race([worker.engine.run(ID).then((run) => run.how as string), death]));
    alive.abort();
    if (how === 'died') {
      // Long enough for everything that could still happen of a dead worker to happen, which must be nothing.
      await clock.pass(LEASE_TTL_MS + 1);
      this.beforeNextWorker();
      return this.isOver() ? 'ended' : how;
    }
    return how;
  }

  private isOver(): boolean {
    return this.stage.state().endedAt !== null;
  }

  private answer(): void {
    for (const { id, status } of this.stage.state().steps.values()) {
      if (status === 'waiting') this.stage.confirm(id);
      if (status === 'failed' && id !== 'optional') this.stage.retry(id);
      expect(status).not.toBe('in_doubt');
    }
  }
}

function expectAllDoneOnce(stage: Stage): void {
  const acting = everything.steps.filter(({ action }) => action !== LOOKING);
  const expected = acting.map(({ id }) => id).filter((id) => id !== 'ask' && id !== 'optional');
  expect(Object.fromEntries(stage.world.effects)).toEqual(Object.fromEntries(expected.map((id) => [id, 1])));
  expect([...stage.world.present].sort()).toEqual([...expected].sort());
  expect(stage.entries('authority_moved')).toHaveLength(1);
  expect(stage.entries('execution_ended')).toHaveLength(1);
}

function expectAllUndone(stage: Stage): void {
  expect([...stage.world.present].filter((id) => id !== 'slow')).toEqual([]);
  expect(stage.world.effects.get('promote')).toBeUndefined();
  expect(stage.entries('authority_moved')).toEqual([]);
  for (const id of ['fence', 'route']) expect(stage.world.effects.get(id) ?? 0).toBeLessThanOrEqual(1);
}

const writesOf = async (book: Runbook): Promise<number> => {
  const relay = new Relay(book, []);
  await relay.toTheEnd();
  return relay.writes;
};
const WRITES = await writesOf(everything);
const WRITES_FAILING = await writesOf(failing);
const WHEN = ['before the write', 'right after the write'] as const;
const upTo = (writes: number): readonly number[] => Array.from({ length: writes }, (_, index) => index);

describe('a worker dies', () => {
  beforeEach(rejections.watch);
  afterEach(async () => expect(await rejections.seen()).toEqual([]));

  it('the runbooks are worth dying in', () => {
    expect(WRITES).toBeGreaterThan(20);
    expect(WRITES_FAILING).toBeGreaterThan(6);
  });

  describe.each(WHEN)('%s', (when) => {
    it.each(upTo(WRITES))('%i: everything is done exactly once', async (write) => {
      const relay = new Relay(everything, [{ write, when }]);
      expect(await relay.toTheEnd()).toBe('completed_with_exceptions');
      expectAllDoneOnce(relay.stage);
      expect(relay.stage.statusOf('optional')).toBe('failed');
    });

    it.each(upTo(WRITES_FAILING))('%i of an execution that is rolled back: nothing is left', async (write) => {
      const relay = new Relay(failing, [{ write, when }]);
      expect(await relay.toTheEnd()).toBe('rolled_back');
      expectAllUndone(relay.stage);
    });
  });

  it('in the middle of whatever it does: everything is done exactly once', async () => {
    for (let ms = 0; ms < 4_000; ms += 20) {
      const relay = new Relay(everything, [], ms);
      expect(await relay.toTheEnd()).toBe('completed_with_exceptions');
      expectAllDoneOnce(relay.stage);
    }
  });

  it('several of them, wherever they die: everything is done exactly once', async () => {
    const crash = fc.record({ write: fc.nat(WRITES + 10), when: fc.constantFrom(...WHEN) });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(crash, { maxLength: 8, selector: ({ write }) => write }), async (crashes) => {
        const relay = new Relay(everything, crashes);
        expect(await relay.toTheEnd()).toBe('completed_with_exceptions');
        expectAllDoneOnce(relay.stage);
      }),
      { numRuns: 60 },
    );
  });

  it('while somebody cancels: either nothing is left, or the failover was past its point of no return', async () => {
    const reached = new Set<string>();
    for (const when of WHEN) {
      for (const write of upTo(WRITES)) {
        const relay = new Relay(everything, [{ write, when }]);
        relay.beforeNextWorker = () => {
          if (!isTerminal(relay.stage.state().status)) relay.stage.cancel();
        };
        const status = await relay.toTheEnd();
        reached.add(status);
        if (status === 'completed_with_exceptions') expectAllDoneOnce(relay.stage);
        else {
          expect(relay.stage.world.effects.get('promote')).toBeUndefined();
          expect(relay.stage.world.present.has('fence')).toBe(false);
        }
      }
    }
    expect([...reached].sort()).toEqual(['cancelled', 'completed_with_exceptions', 'rolled_back']);
  });

  it('several of them, in an execution that is rolled back: nothing is left', async () => {
    const crash = fc.record({ write: fc.nat(WRITES_FAILING + 10), when: fc.constantFrom(...WHEN) });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(crash, { maxLength: 6, selector: ({ write }) => write }), async (crashes) => {
        const relay = new Relay(failing, crashes);
        expect(await relay.toTheEnd()).toBe('rolled_back');
        expectAllUndone(relay.stage);
      }),
      { numRuns: 60 },
    );
  });
});
