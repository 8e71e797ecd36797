import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';

/** The administrator of this machine has not allowed what the step needs. */
export class RestoreNotAllowedError extends DomainError {
  constructor(why: string, details: JsonObject = {}) {
    super('restore_not_allowed', why, details);
  }
}

/** Something else lies where this execution would restore to; nothing of it was touched. */
export class RestoreTargetTakenError extends DomainError {
  constructor(directory: string, why: string) {
    super('restore_target_taken', `${directory} is not restored to: ${why}`, { directory, why });
  }
}

/** There is no restored cluster of this execution there, or not a whole one. */
export class NotRestoredError extends DomainError {
  constructor(directory: string, why: string) {
    super('not_restored', `${directory}: ${why}`, { directory, why });
  }
}

/** What was restored would reach out of its directory when it is started. */
export class RestoreNotIsolatedError extends DomainError {
  constructor(directory: string, paths: readonly string[]) {
    super(
      'restore_not_isolated',
      `${directory} holds links that lead out of it: ${paths.slice(0, 5).join(', ')}. It is not started: restore it with its tablespaces and its pg_wal mapped into it`,
      { directory, links: paths.slice(0, 20) },
    );
  }
}

/** There is no such backup in the repository, or none at all. */
export class NoBackupError extends DomainError {
  constructor(where: string) {
    super('no_backup', `${where} has no such backup`, { where });
  }
}

/** A program of the backup failed; what it said is there without the secrets that it was given. */
export class BackupToolError extends DomainError {
  constructor(program: string, why: string, details: JsonObject) {
    super('backup_tool_failed', `${program}: ${why}`, { program, ...details });
  }
}

/** The restored server did not start, or ended. */
export class RestoredServerError extends DomainError {
  constructor(why: string, log: string) {
    // What it ended with says more at night than where to look for it.
    const [last] = log.match(/(?:FATAL|PANIC): .*/g)?.slice(-1) ?? [];
    super('restored_server_failed', `the restored server ${why}${last === undefined ? '' : ` (${last})`}`, { log });
  }
}

/** What was restored is not what was backed up. */
export class DataDiffersError extends DomainError {
  constructor(faults: readonly string[]) {
    super('data_differs', `the restored data are not what they should be: ${faults.slice(0, 5).join('; ')}`, {
      faults: faults.slice(0, 50),
    });
  }
}
