import { readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isBelow } from './allowed.js';
import { RestoreNotIsolatedError } from './errors.js';
import { SOCKET_PORT, type Marker, type Workspace } from './workspace.js';

/** A standby must have at least as much of these as the server that wrote the WAL; pg_control says how much that was. */
const AS_BEFORE: Readonly<Record<string, string>> = {
  max_connections: 'max_connections setting',
  max_worker_processes: 'max_worker_processes setting',
  max_wal_senders: 'max_wal_senders setting',
  max_prepared_transactions: 'max_prepared_xacts setting',
  max_locks_per_transaction: 'max_locks_per_xact setting',
};

export interface ServerOptions {
  readonly shared_buffers: string;
  /** Libraries without which some data can not be read; none of them is loaded unless it is said here. */
  readonly preload_libraries: readonly string[];
}

/**
 * What makes a restored server one that nobody else is touched by. All of it goes on the command line, over which
 * neither the configuration that came with the backup nor ALTER SYSTEM has any power.
 */
export function isolationSettings(
  { path }: Workspace,
  { backup }: Marker,
  control: string,
  options: ServerOptions,
): readonly string[] {
  const settings: Readonly<Record<string, string>> = {
    config_file: join(path, 'postgresql.conf'),
    hba_file: join(path, 'pg_hba.conf'),
    ident_file: join(path, 'pg_ident.conf'),
    external_pid_file: '',
    // No address at all: only who may enter the directory can connect.
    listen_addresses: '',
    port: String(SOCKET_PORT),
    unix_socket_directories: path,
    unix_socket_permissions: '0700',
    ssl: 'off',
    // It follows nobody, nobody waits for it, and it takes nothing from anybody's slot or publication.
    primary_conninfo: '',
    primary_slot_name: '',
    synchronous_standby_names: '',
    max_logical_replication_workers: '0',
    archive_mode: 'off',
    archive_command: '',
    archive_cleanup_command: '',
    recovery_end_command: '',
    // Background workers of extensions would run production's jobs a second time.
    shared_preload_libraries: options.preload_libraries.join(','),
    session_preload_libraries: '',
    local_preload_libraries: '',
    hot_standby: 'on',
    default_transaction_read_only: 'off',
    shared_buffers: options.shared_buffers,
    logging_collector: 'off',
    log_destination: 'stderr',
    ...(backup?.tool === 'restic' ? NO_ARCHIVE : {}),
    ...Object.fromEntries(
      Object.entries(AS_BEFORE).flatMap(([name, label]) => {
        const value = controlValue(control, label);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** All that such a backup has is in its directory; a restore_command in it is one of the server that was backed up. */
const NO_ARCHIVE = {
  restore_command: '',
  recovery_target: '',
  recovery_target_name: '',
  recovery_target_time: '',
  recovery_target_xid: '',
  recovery_target_lsn: '',
};

/** Of what pg_controldata prints. */
export function controlValue(control: string, label: string): string | undefined {
  const line = control.split('\n').find((one) => one.startsWith(`${label}:`));
  return line?.slice(label.length + 1).trim();
}

/**
 * A link in a backup leads to where it led on the server that was backed up: to production's own tablespace or WAL, where
 * this is that machine. A server that is started on such a directory writes there.
 * @throws RestoreNotIsolatedError
 */
export async function requireSelfContained(workspace: Workspace): Promise<void> {
  const leaving: string[] = [];
  const folders = [workspace.data];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isSymbolicLink() && !isBelow(await targetOf(path), workspace.path)) leaving.push(path);
    }
  }
  if (leaving.length > 0) throw new RestoreNotIsolatedError(workspace.path, leaving);
}

async function targetOf(link: string): Promise<string> {
  // One that leads nowhere is judged by what it says: the place may come into being.
  return realpath(link).catch(async () => resolve(dirname(link), await readlink(link)));
}
