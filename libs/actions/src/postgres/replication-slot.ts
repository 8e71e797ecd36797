import { EffectMissingError } from '../errors.js';
import type { PostgresSession } from './session.js';

interface SlotState {
  readonly active: boolean;
  readonly physical: boolean;
  readonly lost: boolean;
}

/**
 * Makes the slot, which keeps WAL from now on. One that has lost WAL already keeps it for nobody, and is made anew.
 * @throws EffectMissingError when the name belongs to a slot of another kind.
 */
export async function ensureSlot(session: PostgresSession, slot: string): Promise<void> {
  const state = await slotState(session, slot);
  if (state !== null && !state.physical) {
    throw new EffectMissingError(`${session.server}: the slot ${slot} is one of logical replication`, { slot });
  }
  if (state?.lost === true) await dropSlot(session, slot);
  if (state !== null && !state.lost) return;
  await session.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]);
}

/**
 * Drops the slot when nobody streams by it. One that is left behind by a standby that has vanished keeps all WAL from
 * then on, until the disk is full.
 * @returns whether it was there and is gone.
 */
export async function dropSlot(session: PostgresSession, slot: string): Promise<boolean> {
  const { rows } = await session.query(
    `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
      WHERE slot_name = $1 AND slot_type = 'physical' AND NOT active`,
    [slot],
  );
  return rows.length > 0;
}

/** Whether there is a slot of that name, of whatever kind. */
export async function slotExists(session: PostgresSession, slot: string): Promise<boolean> {
  return (await slotState(session, slot)) !== null;
}

/** A replication slot, and the WAL that it keeps back. */
export interface SlotSight {
  readonly name: string;
  readonly physical: boolean;
  readonly active: boolean;
  readonly retainedBytes: number;
}

export interface SlotsSight {
  readonly slots: readonly SlotSight[];
  /** Whether `max_slot_wal_keep_size` lets a slot fill the disk. */
  readonly unbounded: boolean;
}

/** All slots of a server, a primary or a standby: both keep WAL for them. */
export async function readSlots(session: PostgresSession): Promise<SlotsSight> {
  const { rows } = await session.query<SlotSight & { readonly unbounded: boolean } & Record<string, unknown>>(
    `SELECT slot_name AS name, slot_type = 'physical' AS physical, active,
            coalesce(greatest(pg_wal_lsn_diff(
              CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
              restart_lsn), 0), 0)::float8 AS "retainedBytes",
            current_setting('max_slot_wal_keep_size') = '-1' AS unbounded
       FROM pg_replication_slots WHERE NOT temporary ORDER BY slot_name`,
  );
  return { slots: rows, unbounded: rows.some((row) => row.unbounded) };
}

async function slotState(session: PostgresSession, slot: string): Promise<SlotState | null> {
  const { rows } = await session.query<{ active: boolean; physical: boolean; lost: boolean }>(
    `SELECT active, slot_type = 'physical' AS physical, coalesce(wal_status = 'lost', false) AS lost
       FROM pg_replication_slots WHERE slot_name = $1`,
    [slot],
  );
  return rows[0] ?? null;
}
