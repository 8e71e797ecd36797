import { waitUntil } from '../../../lab/process/wait-until.js';
import type { Cell } from './cells.js';
import { clocksJump, twoAtOnce, whileHeld } from './disturbances.js';
import { emptyQueueTables, freezePostgres, restartPostgres, type FragileRedis } from './infrastructure.js';
import type { MatrixLab } from './matrix-lab.js';
import { FORWARD, ROLLBACK, SCENARIOS, type Scenario } from './scenarios.js';
import { JOURNAL_WRITE } from './traps.js';
import type { Disturbance } from './trial.js';

/** What is done to something that all workers share. */
type Act = (lab: MatrixLab) => Promise<void>;

export function databaseCells(writes: ReadonlyMap<Scenario, readonly string[]>, frozenMs: number): readonly Cell[] {
  return SCENARIOS.flatMap((scenario) => {
    const texts = writes.get(scenario)!;
    const atWrites = texts.flatMap((text, index) =>
      (['before', 'after'] as const).map((side) => ({
        kind: `PostgreSQL restarted (immediate) ${side} a durable write`,
        where: `${scenario.name}: write ${index + 1} of ${texts.length} (${text})`,
        scenario,
        disturb: atWrite(index + 1, side, restartPostgres),
      })),
    );
    return [
      ...atWrites,
      ...during('PostgreSQL restarted (immediate) during a step', scenario, restartPostgres),
      ...during('PostgreSQL frozen during a step', scenario, (lab) => freezePostgres(lab, frozenMs)),
    ];
  });
}

export function queueTableCells(): readonly Cell[] {
  return SCENARIOS.flatMap((scenario) => [
    ...during("the queue's tables emptied during a step", scenario, emptyQueueTables),
    bellLost("the queue's tables emptied before the bell is heard", scenario, emptyQueueTables),
  ]);
}

export function redisCells(redis: FragileRedis, frozenMs: number): readonly Cell[] {
  const acts: Readonly<Record<string, Act>> = {
    'Redis flushed': () => redis.flush(),
    'Redis killed and restarted': () => redis.restart(),
    'Redis frozen': () => redis.freeze(frozenMs),
  };
  return Object.entries(acts).flatMap(([kind, act]) =>
    [FORWARD, ROLLBACK].flatMap((scenario) => [
      ...during(`${kind} during a step`, scenario, act),
      bellLost(`${kind} before the bell is heard`, scenario, act),
    ]),
  );
}

export function contentionCells(): readonly Cell[] {
  return SCENARIOS.map((scenario) => ({
    kind: 'two workers at once',
    where: `${scenario.name}: many bells, all heard in one moment`,
    scenario,
    disturb: twoAtOnce,
  }));
}

export function clockCells(): readonly Cell[] {
  return FORWARD.deeds
    .filter(({ guarantee }) => guarantee !== 'person' && guarantee !== 'looked')
    .flatMap(({ name }) => [
      {
        kind: "workers' clocks jump an hour ahead",
        where: `forward: ${name}`,
        scenario: FORWARD,
        disturb: clocksJump(name, 'SIGUSR2'),
      },
      {
        kind: "workers' clocks jump an hour back",
        where: `forward: ${name}`,
        scenario: FORWARD,
        disturb: clocksJump(name, 'SIGHUP'),
      },
    ]);
}

/** While each of a scenario's effects is being done, right after it has happened. */
function during(kind: string, scenario: Scenario, act: Act): readonly Cell[] {
  const effects = scenario.deeds.flatMap(({ name, guarantee, undo }) => [
    ...(guarantee === 'probed' || guarantee === 'once' ? [name] : []),
    ...(undo ? [`undo-${name}`] : []),
  ]);
  return effects.map((effect) => ({
    kind,
    where: `${scenario.name}: ${effect}`,
    scenario,
    disturb: whileHeld(effect, 'after', act),
  }));
}

/** The write, or its answer, is lost with the connection: who wrote cannot know whether it is durable. */
function atWrite(nth: number, side: 'before' | 'after', act: Act): Disturbance {
  return async (lab, { executionId }) => {
    const { release } = await lab.workers.traps.set({ executionId, statement: JOURNAL_WRITE, nth, side });
    await act(lab);
    release();
  };
}

/** All workers sleep while the bell rings, and what rang is gone when they wake. */
function bellLost(kind: string, scenario: Scenario, act: Act): Cell {
  const disturb: Disturbance = async (lab, run) => {
    const sleepers = lab.workers.ready;
    for (const worker of sleepers) worker.signal('SIGSTOP');
    try {
      await waitUntil(async () => (await lab.queue.getJob(`${run.executionId}-0`)) !== undefined, {
        what: 'the bell has rung',
      });
      await act(lab);
    } finally {
      for (const worker of sleepers) worker.signal('SIGCONT');
    }
  };
  return { kind, where: scenario.name, scenario, disturb };
}
