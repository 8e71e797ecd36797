import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Child } from '../../lab/process/child.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { copyExecution } from '../persistence/fixtures.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { execution, startFailover, untilStatus } from '../support/executions.js';
import { tabletopPlan } from '../support/tabletop-plan.js';
import { Witness } from '../support/witness.js';
import { startWorkerReplica } from '../support/worker-replica.js';

const DEADLINE = { deadlineMs: 90_000 };

interface Held {
  readonly pid: number;
  readonly epoch: number;
}

/** A service whose database can be looked into, and whose workers can be told to go. */
class House {
  private constructor(
    readonly service: IsolatedService,
    readonly database: pg.Client,
    readonly replica: Child,
  ) {}

  static async open(env: Readonly<Record<string, string>>): Promise<House> {
    const service = await startIsolatedService(env);
    const database = new pg.Client({ connectionString: service.service.databaseUrl });
    await database.connect();
    return new House(service, database, await startWorkerReplica(service, env));
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.replica.stop();
    await this.service.stop();
  }

  /** Runs one statement. */
  readonly query = async <T>(text: string, values: unknown[] = []): Promise<T[]> => {
    const { rows } = await this.database.query(text, values);
    return rows as T[];
  };

  async holder(id: string): Promise<Held> {
    const [row] = await this.query<Held>(
      `SELECT split_part(lease_owner, ':', 2)::int AS pid, lease_epoch::int AS epoch
       FROM executions WHERE execution_id = $1 AND lease_owner IS NOT NULL`,
      [id],
    );
    return row!;
  }

  /** Milliseconds from one lease to the next, by the journal. */
  leases(id: string): Promise<{ readonly owner: string; readonly at: Date }[]> {
    return this.query(
      `SELECT entry ->> 'owner' AS owner, at FROM execution_journal
       WHERE execution_id = $1 AND entry ->> 'type' = 'lease_acquired' ORDER BY seq`,
      [id],
    );
  }
}

describe('a worker that is told to stop', () => {
  const TTL_MS = 60_000;
  let house: House;
  let witness: Witness;

  beforeAll(async () => {
    // Neither the end of a lease nor a sweep can help here: only what the leaving worker does itself.
    house = await House.open({
      LEASE_TTL_MS: String(TTL_MS),
      SWEEP_INTERVAL_MS: '3600000',
      SHUTDOWN_GRACE_MS: '1000',
    });
  });
  afterAll(() => house?.close());
  beforeEach(async () => {
    witness = await Witness.start();
  });
  afterEach(() => witness.stop());

  it('hands over what it drives, also a step that takes too long, and another goes on at once', async () => {
    witness.holdNext('b', 'before');
    const plan = effectPlan(witness, [{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    const id = await startFailover(house.service, plan, failoverRequest());
    await waitUntil(() => witness.isHolding('b'), { what: 'b is being done' });
    const { pid } = await house.holder(id);
    process.kill(pid, 'SIGTERM');
    await untilStatus(house.service, id, 'completed');
    expect(Object.fromEntries(witness.effects)).toEqual({ a: 1, b: 1, c: 1 });
    const leases = await house.leases(id);
    expect(leases).toHaveLength(2);
    expect(leases[1]!.owner).not.toBe(leases[0]!.owner);
    // The lease was given back: it could not have run out by then.
    expect(leases[1]!.at.getTime() - leases[0]!.at.getTime()).toBeLessThan(TTL_MS);
  });
});

describe('what nobody drives', () => {
  let house: House;

  beforeAll(async () => {
    // The dead one's leases are over already; those of the living hold on a busy machine.
    house = await House.open({ LEASE_TTL_MS: '15000', SWEEP_INTERVAL_MS: '300', WORKER_CONCURRENCY: '50' });
  });
  afterAll(() => house?.close());

  const statuses = (ids: readonly string[]): Promise<{ readonly status: string; readonly count: number }[]> =>
    house.query('SELECT status, count(*)::int AS count FROM executions WHERE execution_id = ANY ($1) GROUP BY status', [
      ids,
    ]);
  const untilAll = (ids: readonly string[], status: string): Promise<unknown> =>
    waitUntil(
      async () => {
        const [first, ...rest] = await statuses(ids);
        return rest.length === 0 && first!.status === status && first!.count === ids.length;
      },
      { what: `${ids.length} are ${status}`, ...DEADLINE },
    );

  /** One execution of a tabletop plan that has run to its end. */
  async function template(): Promise<string> {
    const id = await startFailover(house.service, tabletopPlan(), failoverRequest());
    await untilStatus(house.service, id, 'completed');
    return id;
  }

  /** Cuts the journal of a finished execution after its first steps began: what a dead worker leaves behind. */
  const AS_BEGUN = `
    WITH kept AS (SELECT min(seq) AS seq FROM execution_journal WHERE execution_id = $1 AND entry ->> 'type' = 'step_started')
    DELETE FROM execution_journal USING kept WHERE execution_id = $1 AND execution_journal.seq > kept.seq`;

  it('is found by the sweeper when the queue has lost everything: executions of every kind', async () => {
    const done = await template();
    await house.query('DELETE FROM execution_journal WHERE execution_id = $1 AND seq > 1', [done]);
    // A failover that never rang, beside procedures and tests.
    const ids = [done];
    for (const kind of ['procedure', 'test']) {
      ids.push(...(await copyExecution(house, done, 20, { set: `kind = '${kind}'` })));
    }
    await house.query(
      `UPDATE execution_steps SET status = 'pending', attempts = 0, started_at = NULL, completed_at = NULL
       WHERE execution_id = ANY ($1)`,
      [ids],
    );
    // Last of all: from here on they are the sweepers'.
    await house.query(
      `UPDATE executions SET status = 'pending', last_seq = 1, request_seq = 1, seen_seq = 0, lease_epoch = 0,
         started_at = NULL, completed_at = NULL
       WHERE execution_id = ANY ($1)`,
      [ids],
    );
    await untilAll(ids, 'completed');
  });

  it('is a thousand executions of a dead worker: all are taken over once, with few questions to the database', async () => {
    const COUNT = 1_000;
    const done = await template();
    await house.query(AS_BEGUN, [done]);
    const [begun] = await house.query<{ seq: number }>(
      'SELECT max(seq)::int AS seq FROM execution_journal WHERE execution_id = $1',
      [done],
    );
    const commits = async (): Promise<number> => {
      const [row] = await house.query<{ count: number }>(
        `SELECT xact_commit::int AS count FROM pg_stat_database WHERE datname = current_database()`,
      );
      return row!.count;
    };
    const before = await commits();
    const ids = await copyExecution(house, done, COUNT, {
      set: `status = 'running', last_seq = ${begun!.seq}, request_seq = 1, seen_seq = 0,
        lease_owner = 'dead:1', lease_expires_at = now() - interval '1 second'`,
    });
    await untilAll(ids, 'completed');
    const asked = (await commits()) - before;
    process.stdout.write(`taking over ${COUNT} executions: ${(asked / COUNT).toFixed(1)} transactions each\n`);
    expect(asked / COUNT).toBeLessThan(60);
    const takeovers = await house.query<{ leases: number; executions: number }>(
      `SELECT leases, count(*)::int AS executions FROM (
         SELECT count(*)::int AS leases FROM execution_journal
         WHERE execution_id = ANY ($1) AND entry ->> 'type' = 'lease_acquired' GROUP BY execution_id
       ) AS each GROUP BY leases`,
      [ids],
    );
    // The dead one's lease and one more: nobody took anything from anybody who lives.
    expect(takeovers).toEqual([{ leases: 2, executions: COUNT }]);
  });

  it('and can not be driven is told to people, and left alone', async () => {
    const done = await template();
    // Before it is copied: the copy is the sweepers' as soon as it is there.
    await house.query(
      `UPDATE execution_journal SET entry = '{"type": "step_teleported"}' WHERE execution_id = $1 AND seq = 2`,
      [done],
    );
    const [id] = await copyExecution(house, done, 1, {
      set: `status = 'running', lease_owner = 'newer:1', lease_expires_at = now() - interval '1 second'`,
    });
    const count = (): Promise<unknown> =>
      house.query('SELECT count(*) FROM execution_journal WHERE execution_id = $1', [id]);
    const entries = await count();
    interface Alerts {
      readonly alerts: readonly { readonly kind: string; readonly severity: string; readonly message: string }[];
    }
    const alert = await waitUntil(
      async () => {
        const { alerts } = await house.service.call<Alerts>('GET', '/alerts');
        return alerts.find(({ kind, message }) => kind === 'execution_stuck' && message.includes(id!));
      },
      { what: 'people are told', ...DEADLINE },
    );
    expect(alert).toMatchObject({ severity: 'critical' });
    expect(alert.message).toContain('unknown_journal_entry');
    const view = await execution(house.service, id!);
    expect(view).toMatchObject({ status: 'running', allowed_actions: [], fault: { code: 'unknown_journal_entry' } });
    expect(await count()).toEqual(entries);
  });
});
