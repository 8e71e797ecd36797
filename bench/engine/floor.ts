import pg from 'pg';
import { atOnce, LEVELS, RUNBOOKS, STEPS, timed, WIDTH, type StartedSubject } from './subject.js';

const TABLE = 'CREATE TABLE steps (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run integer, step integer)';
const INSERT = { name: 'floor', text: 'INSERT INTO steps (run, step) VALUES ($1, $2)' };
const POOL_SIZES = [2, 4, 8, 16, 32];

export const FLOOR = 'floor: node-postgres, a row and a commit per step';

export interface Floor extends StartedSubject {
  /** Connections with which the floor is fastest when many run at once. */
  readonly connections: number;
}

/** What any journal in PostgreSQL has to pay at least. */
export async function startFloor(url: string): Promise<Floor> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(TABLE);
  } finally {
    await admin.end();
  }
  let best: { readonly pool: pg.Pool; readonly connections: number; readonly ms: number } | null = null;
  for (const connections of POOL_SIZES) {
    const pool = new pg.Pool({ connectionString: url, max: connections });
    await concurrent(pool);
    const ms = Math.min(await concurrent(pool), await concurrent(pool));
    if (best === null || ms < best.ms) {
      await best?.pool.end();
      best = { pool, connections, ms };
    } else {
      await pool.end();
    }
  }
  const { pool, connections } = best!;
  return {
    name: FLOOR,
    isPeer: false,
    connections,
    sequential: () => timed(() => chain(pool, 0)),
    concurrent: () => concurrent(pool),
    graph: () =>
      timed(async () => {
        for (let level = 0; level < LEVELS; level++) await atOnce(WIDTH, (step) => commit(pool, level, step));
      }),
    stop: () => pool.end(),
  };
}

function commit(pool: pg.Pool, run: number, step: number): Promise<unknown> {
  return pool.query({ ...INSERT, values: [run, step] });
}

async function chain(pool: pg.Pool, run: number): Promise<void> {
  for (let step = 0; step < STEPS; step++) await commit(pool, run, step);
}

function concurrent(pool: pg.Pool): Promise<number> {
  return timed(() => atOnce(RUNBOOKS, (run) => chain(pool, run)));
}
