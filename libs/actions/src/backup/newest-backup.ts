import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Backup } from '#domain/plan/plan-document.js';
import { inputParser } from '../parse-inputs.js';
import type { SecretResolver } from '../ports.js';
import type { RestoreSettings } from './allowed.js';
import { NoBackupError } from './errors.js';
import { pgBackRestInputs, PgBackRestSource } from './pgbackrest.js';
import { resticInputs, ResticSource } from './restic.js';
import { BackupServiceClient } from './service-client.js';

export interface NewestBackup {
  readonly id: string;
  readonly at: Date;
}

/**
 * The newest backup that there is; null when there is none. Only looks, and leaves no lock behind.
 * @throws InvalidInputError, BackupToolError, BackupServiceError, PeerUnreachableError, ActionAbortedError
 */
export async function newestBackup(
  backup: Backup,
  { settings, secrets }: { readonly settings: RestoreSettings; readonly secrets: SecretResolver },
  signal: AbortSignal,
): Promise<NewestBackup | null> {
  if (backup.driver === 'service') return new BackupServiceClient(secrets, backup, signal).newest(backup.resource);
  const { driver, max_age: _, ...inputs } = backup;
  try {
    const { id, at } =
      driver === 'restic'
        ? await new ResticSource(secrets).find(parse(driver, resticInputs(settings), inputs), signal)
        : await new PgBackRestSource(secrets).find(parse(driver, pgBackRestInputs(settings), inputs), signal);
    return { id, at: new Date(at) };
  } catch (error) {
    if (error instanceof NoBackupError) return null;
    throw error;
  }
}

function parse<F extends z.ZodRawShape>(driver: string, fields: F, inputs: object) {
  return inputParser(`backup.${driver}`, z.strictObject(fields))(inputs as JsonObject);
}
