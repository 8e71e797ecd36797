import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { EffectMissingError, PeerUnreachableError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import { throwIfStopped } from '../stoppable.js';
import { placeInputs, type RestoreSettings } from './allowed.js';
import { loginInputs } from './login.js';
import { withRestored, type Sql } from './restored-session.js';
import { Workspace } from './workspace.js';

/** Milliseconds between two looks; what is left to be replayed is replayed first. */
const POLL_MS = 5;

const IN_RECOVERY = 'SELECT pg_is_in_recovery() AS standby';

/** Makes the restored server, and no other, one that takes writes. It has no address: only the directory names it. */
export function backupPromote(settings: RestoreSettings): Action<z.output<ReturnType<typeof schemaFor>>> {
  return {
    name: 'backup.promote',
    parse: inputParser('backup.promote', schemaFor(settings)),

    async probe(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      if (!(await workspace.isOwn(context))) return { answer: 'not_done' };
      try {
        const standby = await withRestored(workspace, inputs, context.signal, isStandby);
        return standby ? { answer: 'not_done' } : { answer: 'done', output: {} };
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    async apply(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      await workspace.restored(context);
      await withRestored(workspace, inputs, context.signal, async (sql) => {
        if (!(await isStandby(sql))) return;
        throwIfStopped(context.signal, 'promoting');
        await sql('SELECT pg_promote(false)');
        while (await isStandby(sql)) await pause(POLL_MS, context.signal);
      });
      return {};
    },

    async verify(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      return withRestored(workspace, inputs, context.signal, async (sql) => {
        if (await isStandby(sql)) throw new EffectMissingError('the restored server is still a standby');
        // A transaction with an id is one that writes; it is committed as every statement of its own.
        const [row] = await sql<{ xid: string; timeline: number }>(
          `SELECT pg_current_xact_id()::text AS xid,
                  ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int AS timeline`,
        );
        return { writable: true, xid: row!.xid, timeline: row!.timeline };
      });
    },
  };
}

function schemaFor(settings: RestoreSettings) {
  return z.strictObject({ ...placeInputs(settings), ...loginInputs });
}

async function isStandby(sql: Sql): Promise<boolean> {
  return (await sql<{ standby: boolean }>(IN_RECOVERY))[0]!.standby;
}
