import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { StaleEpochError } from './errors.js';
import { isSignedBy, signingPads } from './canary-signature.js';

/** A `pg` client or one of our sessions. */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

export interface CanaryWrite {
  readonly planId: string;
  readonly componentId: string;
  readonly epoch: number;
  readonly key: Buffer;
}

export interface WrittenCanary {
  /** 1, 2, 3 … per plan and component. */
  readonly seq: number;
  /** Time of the server's clock. */
  readonly writtenAt: Date;
  /** Position up to which the server's disk had everything, the canary's commit included. */
  readonly lsn: string;
}

export interface Canary {
  readonly seq: number;
  readonly epoch: number;
  readonly writtenAt: Date;
  readonly history: string;
}

/**
 * One row for each plan, component and *history*, that is the server and the timeline it was written on. So a promoted
 * server's first canary leaves the last one of the server before it as it was, and what came after a promotion can be
 * told from what came before it without trusting anyone's clock or order of steps.
 */
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS public.dr_canary (
    plan_id text NOT NULL,
    component_id text NOT NULL,
    history text NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    written_at timestamptz NOT NULL,
    nonce text NOT NULL,
    signature bytea NOT NULL,
    PRIMARY KEY (plan_id, component_id, history)
  )`;

/** The server and its present timeline. Only on a primary: a standby has no current WAL of its own. */
const HISTORY = `(SELECT system_identifier FROM pg_control_system())::text || '/'
  || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)`;

const MICROS = (column: string) => `((extract(epoch FROM ${column}) * 1000000)::bigint)`;

/** unique_violation, duplicate_table, duplicate_object: IF NOT EXISTS does not save two callers from each other. */
const CREATED_BY_ANOTHER = ['23505', '42P07', '42710'];

/** Makes the table if it is missing. Needs a primary that takes writes. */
export async function prepareCanary(client: SqlClient): Promise<void> {
  const [row] = await rowsOf<{ there: boolean }>(client, `SELECT to_regclass('public.dr_canary') IS NOT NULL AS there`);
  if (row?.there) return;
  try {
    await client.query(CREATE_TABLE);
  } catch (error) {
    if (!CREATED_BY_ANOTHER.includes(sqlStateOf(error))) throw error;
  }
}

/** Like `writeCanary`, where there may be no table yet: asking first would cost a round trip each time but one. */
export async function writeCanaryAnywhere(client: SqlClient, write: CanaryWrite): Promise<WrittenCanary> {
  try {
    return await writeCanary(client, write);
  } catch (error) {
    if (sqlStateOf(error) !== UNDEFINED_TABLE) throw error;
  }
  await prepareCanary(client);
  return writeCanary(client, write);
}

/**
 * Writes the next canary and waits until it is committed, in one round trip.
 * @throws StaleEpochError when a canary of a higher epoch stands there; it is left alone.
 */
export async function writeCanary(client: SqlClient, write: CanaryWrite): Promise<WrittenCanary> {
  const nonce = randomBytes(16).toString('hex');
  const pads = signingPads(write.key, { ...write, nonce });
  const text = pg.escapeLiteral;
  const bytes = (buffer: Buffer) => `'\\x${buffer.toString('hex')}'::bytea`;
  // Several statements at once can carry no parameters, so the values are escaped here. The position is read after
  // the commit: read within the transaction it would lie before the commit record, and prove nothing.
  const statements = `
    BEGIN;
    WITH stamp AS MATERIALIZED (
      SELECT ${HISTORY} AS history, clock_timestamp() AS at,
             (SELECT coalesce(max(seq), 0) + 1 FROM public.dr_canary
               WHERE plan_id = ${text(write.planId)} AND component_id = ${text(write.componentId)}) AS seq)
    INSERT INTO public.dr_canary AS c (plan_id, component_id, history, epoch, seq, written_at, nonce, signature)
    SELECT ${text(write.planId)}, ${text(write.componentId)}, history, ${Math.trunc(write.epoch)}, seq, at, '${nonce}',
           sha256(${bytes(pads.outer)} || sha256(${bytes(pads.inner)}
             || convert_to(history || '|' || seq || '|' || ${MICROS('at')}, 'UTF8')))
      FROM stamp
    ON CONFLICT (plan_id, component_id, history) DO UPDATE
       SET epoch = excluded.epoch, seq = excluded.seq, written_at = excluded.written_at, nonce = excluded.nonce,
           signature = excluded.signature
     WHERE c.epoch <= excluded.epoch
    RETURNING seq::text AS seq, written_at;
    COMMIT;
    SELECT pg_current_wal_flush_lsn()::text AS lsn`;
  let results: [unknown, pg.QueryResult<{ seq: string; written_at: Date }>, unknown, pg.QueryResult<{ lsn: string }>];
  try {
    results = (await client.query(statements)) as typeof results;
  } catch (error) {
    // The BEGIN of a failed statement is still open. Should this fail too, the connection is gone and so is the BEGIN.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  const row = results[1].rows[0];
  const lsn = results[3].rows[0]?.lsn;
  if (!row || lsn === undefined) {
    throw new StaleEpochError(`the canary of ${write.planId}, ${write.componentId}`, write.epoch, null);
  }
  return { seq: Number(row.seq), writtenAt: row.written_at, lsn };
}

export interface CanaryQuery {
  readonly planId: string;
  readonly componentId: string;
  readonly key: Buffer;
  /** On a promoted server: leave out what was written since its promotion. */
  readonly beforePromotion?: boolean;
}

/**
 * Finds the newest canary with a valid signature, on a primary or a standby. Rows that nobody signed are passed over:
 * a forged canary must never make a loss look smaller than it was.
 * @returns null when there is none, or no table for any.
 */
export async function readNewestCanary(client: SqlClient, query: CanaryQuery): Promise<Canary | null> {
  const { planId, componentId, key } = query;
  const exceptOwn = query.beforePromotion
    ? `AND (CASE WHEN pg_is_in_recovery() THEN '' ELSE ${HISTORY} END) <> history`
    : '';
  let rows: CanaryRow[];
  try {
    rows = await rowsOf<CanaryRow>(
      client,
      `SELECT epoch::text AS epoch, seq::text AS seq, written_at, ${MICROS('written_at')}::text AS micros, history,
              nonce, signature
         FROM public.dr_canary AS c WHERE plan_id = $1 AND component_id = $2 ${exceptOwn}
        ORDER BY c.seq DESC -- the number, not its text, in which 9 comes after 10`,
      [planId, componentId],
    );
  } catch (error) {
    if (sqlStateOf(error) === UNDEFINED_TABLE) return null;
    throw error;
  }
  const signed = rows.find((row) =>
    isSignedBy(
      key,
      { planId, componentId, epoch: Number(row.epoch), nonce: row.nonce },
      { history: row.history, seq: Number(row.seq), writtenAtMicros: row.micros },
      row.signature,
    ),
  );
  if (!signed) return null;
  const { epoch, seq, written_at: writtenAt, history } = signed;
  return { seq: Number(seq), epoch: Number(epoch), writtenAt, history };
}

const UNDEFINED_TABLE = '42P01';

interface CanaryRow {
  epoch: string;
  seq: string;
  written_at: Date;
  micros: string;
  history: string;
  nonce: string;
  signature: Buffer;
}

async function rowsOf<R>(client: SqlClient, text: string, values: unknown[] = []): Promise<R[]> {
  return ((await client.query(text, values)) as { rows: R[] }).rows;
}

/** Of a `pg` error or of our own. */
function sqlStateOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('sqlState' in error) return String(error.sqlState);
  return 'code' in error ? String(error.code) : '';
}
