import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { inputParser } from '../parse-inputs.js';
import type { SecretResolver } from '../ports.js';
import { placeInputs } from './allowed.js';
import { backupCheckPages } from './check-pages.js';
import { backupMeasureLoss } from './measure-loss.js';
import { pgBackRestInputs, PgBackRestSource, targetFault } from './pgbackrest.js';
import { backupPromote } from './promote.js';
import { backupRemove } from './remove.js';
import { resticInputs, ResticSource } from './restic.js';
import { restoreAction, type RestoreParts } from './restore.js';
import { serviceRestore } from './service-restore.js';
import { backupStart } from './start.js';
import { backupVerifyData } from './verify-data.js';

export interface BackupParts extends RestoreParts {
  readonly secrets: SecretResolver;
  /** Verifies canaries. */
  readonly canaryKey: Buffer;
}

/** Everything that is done with backups. */
export function backupActions(parts: BackupParts): readonly Action[] {
  const { settings, secrets, canaryKey } = parts;
  const restic = z.strictObject({ ...placeInputs(settings), ...resticInputs(settings) });
  const pgBackRest = z
    .strictObject({ ...placeInputs(settings), ...pgBackRestInputs(settings) })
    .superRefine((inputs, context) => {
      const fault = targetFault(inputs);
      if (fault !== null) context.addIssue({ code: 'custom', path: ['target'], message: fault });
    });
  return [
    general(
      restoreAction<z.output<typeof restic>>(
        'backup.restic_restore',
        inputParser('backup.restic_restore', restic),
        new ResticSource(secrets),
        parts,
      ),
    ),
    general(
      restoreAction<z.output<typeof pgBackRest>>(
        'backup.pgbackrest_restore',
        inputParser('backup.pgbackrest_restore', pgBackRest),
        new PgBackRestSource(secrets),
        parts,
      ),
    ),
    general(serviceRestore(secrets)),
    general(backupStart(settings, secrets)),
    general(backupPromote(settings)),
    general(backupMeasureLoss(settings, canaryKey)),
    general(backupVerifyData(settings)),
    general(backupCheckPages(settings)),
    general(backupRemove(settings)),
  ];
}

/** Inputs are what the action's own `parse` has returned; the engine keeps the type that is forgotten here. */
function general<I>(action: Action<I>): Action {
  return action as Action;
}
