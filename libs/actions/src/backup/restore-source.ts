import type { RestoredBackup, Workspace } from './workspace.js';

/** A tool that keeps backups of PostgreSQL clusters. */
export interface RestoreSource<B> {
  /** The backup that the inputs mean: the newest of them unless they say otherwise. Looks only. @throws NoBackupError, BackupToolError */
  find(backup: B, signal: AbortSignal): Promise<RestoredBackup>;
  /** Leaves the cluster in `workspace.data`, ready for a start as a standby of nobody. */
  restore(backup: B, found: RestoredBackup, workspace: Workspace, signal: AbortSignal): Promise<void>;
}
