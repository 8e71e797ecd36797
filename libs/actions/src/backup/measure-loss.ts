import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action } from '#engine/ports.js';
import { inputParser } from '../parse-inputs.js';
import { readNewestCanary } from '../postgres/canary.js';
import { assessLoss } from '../postgres/measure-loss.js';
import { placeInputs, type RestoreSettings } from './allowed.js';
import { loginInputs } from './login.js';
import { withRestored } from './restored-session.js';
import { Workspace, type Marker } from './workspace.js';

/**
 * How much of what production had would be lost by recovering from this backup, at the moment when the restore began. By
 * canaries, which carry one clock; without them by the newest commit that was restored, or by the age of the backup: both
 * say how much it is at most, and are two clocks compared.
 */
export function backupMeasureLoss(
  settings: RestoreSettings,
  key: Buffer,
): Action<z.output<ReturnType<typeof schemaFor>>> {
  return {
    name: 'backup.measure_loss',
    parse: inputParser('backup.measure_loss', schemaFor(settings)),
    probe: () => Promise.resolve({ answer: 'not_done' }),

    async apply(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      const marker = await workspace.restored(context);
      return withRestored(workspace, inputs, context.signal, async (sql) => {
        const canaries = { query: async (text: string, values?: unknown[]) => ({ rows: await sql(text, values) }) };
        const newest = await readNewestCanary(canaries, {
          planId: context.planId,
          componentId: context.step.componentId ?? '',
          key,
          beforePromotion: true,
        });
        const [row] = await sql<{ lsn: string | null; at: Date | null }>(
          'SELECT pg_last_wal_replay_lsn()::text AS lsn, pg_last_xact_replay_timestamp() AS at',
        );
        const { acknowledged } = marker;
        const byCanary = assessLoss({
          fenceLsn: null,
          promotedAt: row!.lsn,
          newest,
          lastAcknowledged: acknowledged && { ...acknowledged, writtenAt: new Date(acknowledged.written_at) },
        });
        return byCanary['rpo_ms'] === null ? { ...byCanary, ...byAge(marker, row!.at) } : byCanary;
      });
    },

    verify: () => Promise.resolve({}),
  };
}

function schemaFor(settings: RestoreSettings) {
  return z.strictObject({ ...placeInputs(settings), ...loginInputs });
}

function byAge({ began_at, backup }: Marker, lastCommit: Date | null): JsonObject {
  const made = backup === null ? null : new Date(backup.at);
  const commits = lastCommit !== null && (made === null || lastCommit >= made);
  const newest = commits ? lastCommit : made;
  if (newest === null) return {};
  return {
    rpo_ms: Math.max(0, Date.parse(began_at) - newest.getTime()),
    proof: commits ? 'commit' : 'backup',
    why: commits ? 'at most: from the newest commit restored' : 'at most: from when the backup was made',
    newest_at: newest.toISOString(),
  };
}
