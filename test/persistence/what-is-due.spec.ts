import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { FAULT_PAUSE } from '#engine/fault-pause.js';
import { createDataSource } from '#persistence/data-source.js';
import { poolOf } from '#persistence/journal/pool.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { migrate } from '#persistence/migrate.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { copyExecution, seedFailover, seedPlan } from './fixtures.js';

const KINDS = ['failover', 'procedure', 'test'] as const;
const HOUR = 3_600_000;
const SOON = { code: 'broken', message: 'broken', details: {} };

/** Seconds from now; null: never set. */
type When = -60 | 60 | null;

interface Row {
  readonly status: string;
  readonly kind: string;
  readonly lease: When;
  readonly notBefore: When;
  readonly ringAfter: When;
  readonly unseen: boolean;
}

const when = fc.constantFrom<When>(-60, 60, null);
const row: fc.Arbitrary<Row> = fc.record({
  status: fc.constantFrom('pending', 'running', 'paused', 'rolling_back', 'completed', 'failed', 'cancelled'),
  // A plan has one active failover.
  kind: fc.constantFrom('procedure', 'test'),
  lease: when,
  notBefore: when,
  ringAfter: when,
  unseen: fc.boolean(),
});

/** In plain words: it is not over, nobody has it, it is not resting, and a paused one has news. */
function shouldRing({ status, lease, notBefore, ringAfter, unseen }: Row): boolean {
  const active = ['pending', 'running', 'paused', 'rolling_back'].includes(status);
  return active && lease !== 60 && notBefore !== 60 && ringAfter !== 60 && (status !== 'paused' || unseen);
}

describe('what is due', () => {
  let database: TestDatabase;
  let source: DataSource;
  let leases: PostgresLeases;
  let template: string;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
    source = await createDataSource({ url: database.url, poolSize: 5 }).initialize();
    leases = new PostgresLeases(poolOf(source));
    const { executionId } = await seedFailover(source, await seedPlan(source));
    await source.query("UPDATE executions SET status = 'completed' WHERE execution_id = $1", [executionId]);
    template = executionId;
  });
  afterAll(async () => {
    await source?.destroy();
    await database?.stop();
  });
  const endAll = (): Promise<unknown> => source.query("UPDATE executions SET status = 'completed'");
  beforeEach(endAll);

  const copies = (count: number, set: string): Promise<readonly string[]> =>
    copyExecution(source, template, count, { set });
  const ids = (due: readonly { readonly executionId: string }[]): readonly string[] =>
    due.map(({ executionId }) => executionId).sort();

  it('is everything that nobody drives and nothing else, whatever the rows look like', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        await endAll();
        const expected: string[] = [];
        for (const each of rows) {
          const at = (seconds: When): string => (seconds === null ? 'NULL' : `now() + interval '${seconds} seconds'`);
          const [id] = await copies(
            1,
            `status = '${each.status}', kind = '${each.kind}', request_seq = 2, seen_seq = ${each.unseen ? 1 : 2},
             lease_owner = ${each.lease === null ? 'NULL' : `'somebody'`}, lease_expires_at = ${at(each.lease)},
             not_before = ${at(each.notBefore)}, ring_after = ${at(each.ringAfter)}`,
          );
          if (shouldRing(each)) expected.push(id!);
        }
        expect(ids(await leases.claimDue(KINDS, 1_000, HOUR))).toEqual(expected.sort());
      }),
      { numRuns: 40 },
    );
  });

  it('is given to one of many sweepers each, and to none again before its pause is over', async () => {
    const waiting = await copies(350, `kind = 'procedure', status = 'pending'`);
    const claims = await Promise.all(Array.from({ length: 8 }, () => leases.claimDue(KINDS, 100, HOUR)));
    const rest = await leases.claimDue(KINDS, 1_000, HOUR);
    expect(ids([...claims.flat(), ...rest])).toEqual([...waiting].sort());
    expect(await leases.claimDue(KINDS, 1_000, HOUR)).toEqual([]);
  });

  it('does not hold those that wait for people, a thousand of them', async () => {
    await copies(1_000, `kind = 'procedure', status = 'paused', request_seq = 1, seen_seq = 1`);
    expect(await leases.claimDue(KINDS, 1_000, HOUR)).toEqual([]);
  });

  it('begins with what was never rung for, so that what can not be started keeps nothing back', async () => {
    const old = await copies(100, `kind = 'procedure', status = 'pending', requested_at = now() - interval '1 hour'`);
    expect(ids(await leases.claimDue(KINDS, 100, 0))).toEqual([...old].sort());
    const young = await copies(100, `kind = 'procedure', status = 'pending'`);
    expect(ids(await leases.claimDue(KINDS, 100, 0))).toEqual([...young].sort());
    expect(ids(await leases.claimDue(KINDS, 100, 0))).toEqual([...old].sort());
  });

  it('is due at once again for whoever lets go, and after growing pauses when it could not be driven', async () => {
    const [id] = await copies(1, `kind = 'procedure', status = 'running'`);
    /** From a moment of the database on. */
    const pauseMs = async (since: string): Promise<number | null> => {
      const rows: { ms: number | null }[] = await source.query(
        'SELECT extract(epoch FROM not_before - $2::timestamptz) * 1000 AS ms FROM executions WHERE execution_id = $1',
        [id, since],
      );
      return rows[0]!.ms;
    };
    const now = async (): Promise<string> => {
      const [row] = await source.query<[{ now: string }]>('SELECT now()::text AS now');
      return row.now;
    };
    /** @returns a moment before and one after the lease was given back. */
    const fail = async (): Promise<readonly [string, string]> => {
      await source.query('UPDATE executions SET not_before = NULL WHERE execution_id = $1', [id]);
      const { epoch } = (await leases.acquire(id!, 'worker', HOUR))!;
      const before = await now();
      await leases.release(id!, epoch, 0, SOON);
      return [before, await now()];
    };
    expect(await pauseMs((await fail())[0])).toBeNull();
    for (let fault = 0; fault < 12; fault++) {
      const [before, after] = await fail();
      const pause = Math.min(FAULT_PAUSE.longestMs, FAULT_PAUSE.firstMs * 2 ** fault);
      expect(Number(await pauseMs(before))).toBeGreaterThanOrEqual(pause);
      expect(Number(await pauseMs(after))).toBeLessThanOrEqual(pause);
      // However long the next question takes, the pause is not over by then.
      await source.query(`UPDATE executions SET not_before = not_before + interval '1 hour' WHERE execution_id = $1`, [
        id,
      ]);
      expect(await leases.acquire(id!, 'worker', HOUR)).toBeNull();
      expect(await leases.claimDue(KINDS, 10, 0)).toEqual([]);
    }
    await source.query('UPDATE executions SET not_before = NULL WHERE execution_id = $1', [id]);
    const { epoch } = (await leases.acquire(id!, 'worker', HOUR))!;
    await leases.release(id!, epoch, 0);
    expect(ids(await leases.claimDue(KINDS, 10, 0))).toEqual([id]);
    expect(await source.query('SELECT faults, fault FROM executions WHERE execution_id = $1', [id])).toEqual([
      { faults: 0, fault: null },
    ]);
  });
});
