import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cleanup } from '../lab/process/cleanup.js';
import { startDurableDatabase } from './engine/durable-database.js';
import { FLOOR, startFloor, type Floor } from './engine/floor.js';
import { startOwnEngine, type OwnEngine } from './engine/own-engine.js';
import { startPeer, type PeerOptions } from './engine/peers.js';
import { LEVELS, RUNBOOKS, STEPS, WIDTH, type Subject } from './engine/subject.js';
import { weighWaiting } from './engine/waiting.js';
import { median } from './support/statistics.js';
import type { BenchResult, BenchRow } from './table.js';

export const title = 'Durable steps beside one commit each, DBOS Transact and Restate';

interface Shape {
  readonly key: 'sequential' | 'concurrent' | 'graph';
  readonly what: string;
  readonly unit: string;
  readonly rounds: number;
  /** The figure that is shown, from the milliseconds that it took. */
  readonly of: (ms: number) => number;
}

const SHAPES: readonly Shape[] = [
  { key: 'sequential', what: `${STEPS} steps in a row`, unit: 'ms/step', rounds: 20, of: (ms) => ms / STEPS },
  {
    key: 'concurrent',
    what: `${RUNBOOKS} such runbooks at once`,
    unit: 'steps/s',
    rounds: 3,
    of: (ms) => (RUNBOOKS * STEPS * 1000) / ms,
  },
  { key: 'graph', what: `${LEVELS} levels of ${WIDTH} parallel steps`, unit: 'ms', rounds: 12, of: (ms) => ms },
];

export async function run(): Promise<BenchResult> {
  const cleanup = new Cleanup();
  const notes: string[] = [];
  try {
    const database = await startDurableDatabase();
    cleanup.add('PostgreSQL', () => database.stop());
    const floor = await startFloor(await database.create('floor'));
    cleanup.add(floor.name, () => floor.stop());
    const ours = await startOwnEngine(await database.create('ours'));
    cleanup.add('this engine', () => ours.stop());
    const data = await mkdtemp(join(tmpdir(), 'dr-bench-restate-'));
    cleanup.add('the data of Restate', () => rm(data, { recursive: true, force: true }));
    const peers: Subject[] = [];
    const asked: readonly PeerOptions[] = [
      { folder: 'dbos', name: 'DBOS Transact', env: { DATABASE_URL: await database.create('dbos') } },
      { folder: 'restate', name: 'Restate', env: { DATA_DIR: data } },
    ];
    for (const options of asked) {
      try {
        const peer = await startPeer(options);
        cleanup.add(peer.name, () => peer.stop());
        peers.push(peer);
      } catch (error) {
        const [why] = String(error instanceof Error ? error.message : error).split('\n');
        notes.push(`${options.name} could not be installed or started, and was not measured: ${why}`);
      }
    }
    const rows: BenchRow[] = [];
    for (const shape of SHAPES)
      rows.push(...(await measure(shape, floor, [ours.looking, ours.acting, ...peers], notes)));
    rows.push(...(await waitingRows(ours)));
    return { rows, notes: [...notes, ...notesOn(floor)] };
  } finally {
    await cleanup.run();
  }
}

/** In turns, so that what else the machine does strikes all alike. A quarter more of the rounds warms up. */
async function measure(
  shape: Shape,
  floor: Floor,
  others: readonly Subject[],
  notes: string[],
): Promise<readonly BenchRow[]> {
  const figures = new Map<Subject, number[]>([floor, ...others].map((subject) => [subject, []]));
  for (let round = -Math.ceil(shape.rounds / 4); round < shape.rounds; round++) {
    for (const [subject, ofSubject] of figures) {
      try {
        const figure = shape.of(await subject[shape.key]());
        if (round >= 0) ofSubject.push(figure);
      } catch (error) {
        if (!subject.isPeer) throw error;
        notes.push(`${subject.name} failed at "${shape.what}", and has no row there: ${String(error)}`);
        figures.delete(subject);
      }
    }
  }
  const ofFloor = figures.get(floor)!;
  return [...figures].map(([subject, own]) => ({
    what: `${shape.what}: ${subject.name}`,
    value: median(own),
    unit: shape.unit,
    samples: own.length,
    ...(subject === floor
      ? {}
      : { ratio: median(own.map((figure, round) => figure / ofFloor[round]!)), against: 'the floor' }),
  }));
}

async function waitingRows(ours: OwnEngine): Promise<readonly BenchRow[]> {
  const { executions, bytesEach, held } = await weighWaiting(ours);
  const what = `${executions.toLocaleString('en-US')} that wait for an approval`;
  return [
    { what: `${what}: memory of the worker for each`, value: bytesEach, unit: 'bytes', samples: executions },
    { what: `${what}: held by a worker`, value: held, unit: 'executions', samples: executions },
  ];
}

function notesOn({ connections }: Floor): readonly string[] {
  return [
    `Medians over the rounds, which take turns; ratios within each round. ${FLOOR}.`,
    `At once the floor has ${connections} connections, with which it is fastest here.`,
    'This engine: Engine.run with the journal and leases in PostgreSQL as a worker has them: taking and releasing the',
    'lease, journal, rows for reading, triggers, outcome; not the queue. Its actions do nothing and lie in the benchmark:',
    'of one the engine knows that it only looks, so that its steps share writes; of the other it has to take it that it',
    'acts, so that each step begins when its start is on the disk, which the floor and the peers do not write.',
    'Targets: in a row ≤ 1.5 × the floor, at once ≥ 0.5 ×, graph ≤ 2 ×; < 1,000 bytes; none held; faster than the peers.',
  ];
}
