/** Stable reasons for which an embedded PostgreSQL cannot do what it was asked. */
export type EmbeddedPostgresErrorCode =
  | 'binaries_not_installed'
  | 'binaries_not_usable'
  | 'no_unprivileged_account'
  | 'cluster_not_initialised'
  | 'cluster_already_running'
  | 'cluster_not_running'
  | 'cluster_directory_not_empty'
  | 'relocated_cluster_missing'
  | 'tablespaces_unsupported'
  | 'initdb_failed'
  | 'start_failed'
  | 'start_timeout'
  | 'orphan_not_stoppable';

export class EmbeddedPostgresError extends Error {
  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}

/** The `code` of a system or SQL error (`ENOENT`, `42P04` …), if it has one. Not by class: Jest's realms have their own. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
