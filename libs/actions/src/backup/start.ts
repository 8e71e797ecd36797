import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import { EffectMissingError, PeerUnreachableError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import type { SecretResolver } from '../ports.js';
import { PATH } from '../process/context.js';
import { throwIfStopped } from '../stoppable.js';
import { binInput, placeInputs, type RestoreSettings } from './allowed.js';
import { RestoredServerError } from './errors.js';
import { isolationSettings, requireSelfContained } from './isolation.js';
import { loginInputs } from './login.js';
import { archiveCredentials } from './pgbackrest.js';
import { withRestored, type Login, type Sql } from './restored-session.js';
import { endProcessesIn, processesIn } from './processes.js';
import { serverIn, stopServer } from './stop-server.js';
import { openEnvironment, runTool } from './tool.js';
import { Workspace, type Marker } from './workspace.js';

/** Milliseconds between two looks at a server that comes up. */
const POLL_MS = 25;
/** Characters of the server's log that get into an error. */
const LOG_TAIL = 2_000;

function schemaFor(settings: RestoreSettings) {
  return z.strictObject({
    ...placeInputs(settings),
    ...loginInputs,
    bin: binInput(settings),
    shared_buffers: z
      .string()
      .regex(/^\d{1,6}(kB|MB|GB)$/, 'must be a size such as 128MB')
      .default('128MB'),
    /** What reading the WAL archive needs, as of the restore. */
    env: archiveCredentials,
    preload_libraries: z.array(z.string().regex(/^[A-Za-z0-9_]{1,63}$/, 'must be the name of a library')).default([]),
  });
}
type Inputs = z.output<ReturnType<typeof schemaFor>>;

/**
 * Starts a restored cluster where nobody but this service can reach it, as a standby that follows nobody, and waits until
 * it has replayed all it was given. It goes on running when this process ends; `backup.remove` stops it.
 */
export function backupStart(settings: RestoreSettings, secrets: SecretResolver): Action<Inputs> {
  return {
    name: 'backup.start',
    parse: inputParser('backup.start', schemaFor(settings)),

    async probe(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      if (!(await workspace.isOwn(context)) || (await serverIn(workspace)) === null) return { answer: 'not_done' };
      try {
        const seen = await withRestored(workspace, inputs, context.signal, look);
        return isReplayed(seen) ? { answer: 'done', output: outputOf(workspace, seen) } : { answer: 'not_done' };
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'not_done' };
        throw error;
      }
    },

    async apply(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      const marker = await workspace.restored(context);
      if ((await serverIn(workspace)) === null) {
        // What is left of a server that is going down must be gone before another one writes there.
        await endProcessesIn(workspace.path, context.signal);
        await requireSelfContained(workspace);
        await prepare(workspace, marker);
        await start(workspace, marker, inputs, { secrets, context });
      }
      return outputOf(workspace, await untilReplayed(workspace, inputs, context));
    },

    async verify(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      const { addresses, streams } = await withRestored(workspace, inputs, context.signal, look);
      if (addresses !== '') throw new EffectMissingError('the restored server listens where others could reach it');
      if (streams > 0) throw new EffectMissingError('the restored server replicates from another one');
      return {};
    },

    async undo(inputs, context) {
      const workspace = await Workspace.at(inputs, settings, context);
      return { stopped: (await workspace.isOwn(context)) && (await stopServer(workspace, context)) };
    },
  };
}

/** What is done once with what came from the backup: a promotion removes the signal, and it must not come again. */
async function prepare(workspace: Workspace, marker: Marker): Promise<void> {
  // It came with the backup, or of a server that has crashed here: nothing works in the directory.
  await rm(join(workspace.data, 'postmaster.pid'), { force: true });
  await rm(join(workspace.data, 'postmaster.opts'), { force: true });
  for (const [name, text] of [
    ['postgresql.conf', ''],
    ['pg_ident.conf', ''],
    // Who gets to the socket has passed the directory, which only the server's own account may enter.
    ['pg_hba.conf', 'local all all trust\n'],
  ] as const) {
    await writeFile(workspace.file(name), text, { mode: 0o600 });
    await workspace.own(workspace.file(name));
  }
  if (marker.state === 'restored') await workspace.advance(marker, { state: 'prepared' });
}

async function start(
  workspace: Workspace,
  marker: Marker,
  { bin, env, ...options }: Inputs,
  { secrets, context: { signal } }: { readonly secrets: SecretResolver; readonly context: ActionContext },
): Promise<void> {
  const { account, path, data } = workspace;
  const control = await runTool(
    {
      program: join(bin, 'pg_controldata'),
      arguments: ['-D', data],
      environment: {},
      directory: path,
      account,
      secrets: [],
    },
    signal,
  );
  const { environment } = await openEnvironment(secrets, env);
  const log = await open(workspace.file('server.log'), 'a', 0o600);
  try {
    await workspace.own(workspace.file('server.log'));
    throwIfStopped(signal, 'starting the restored server');
    // In a process group of its own: it outlives this process, and whoever takes the step over finds it.
    const server = spawn(
      join(bin, 'postgres'),
      ['-D', data, ...isolationSettings(workspace, marker, control.stdout, options)],
      {
        cwd: path,
        env: { PATH, LC_ALL: 'C', TZ: 'UTC', ...environment },
        stdio: ['ignore', log.fd, log.fd],
        detached: true,
        ...account,
      },
    );
    server.unref();
    await once(server, 'spawn');
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new RestoredServerError(`was not started: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`, '');
  } finally {
    await log.close();
  }
}

interface Seen {
  readonly in_recovery: boolean;
  readonly paused: boolean;
  /** Whether the archive and the directory have no more WAL. */
  readonly drained: boolean;
  readonly lsn: string | null;
  readonly last_commit_at: Date | null;
  readonly addresses: string;
  /** Connections over which it takes changes from another server. */
  readonly streams: number;
}

async function look(sql: Sql): Promise<Seen> {
  const [row] = await sql<Seen & Record<string, unknown>>(`
    SELECT pg_is_in_recovery() AS in_recovery,
           CASE WHEN pg_is_in_recovery() THEN pg_get_wal_replay_pause_state() = 'paused' ELSE false END AS paused,
           EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'startup'
                     AND wait_event IN ('RecoveryRetrieveRetryInterval', 'RecoveryWalStream')) AS drained,
           pg_last_wal_replay_lsn()::text AS lsn, pg_last_xact_replay_timestamp() AS last_commit_at,
           current_setting('listen_addresses') AS addresses,
           (SELECT count(*)::int FROM pg_stat_activity
             WHERE backend_type IN ('walreceiver', 'logical replication worker', 'logical replication apply worker')) AS streams`);
  return row!;
}

function isReplayed({ in_recovery, paused, drained }: Seen): boolean {
  return !in_recovery || paused || drained;
}

/** @throws RestoredServerError when it ends, ActionAbortedError when the step does */
async function untilReplayed(workspace: Workspace, login: Login, { signal }: ActionContext): Promise<Seen> {
  for (;;) {
    try {
      const seen = await withRestored(workspace, login, signal, look);
      if (isReplayed(seen)) return seen;
    } catch (error) {
      if (!(error instanceof PeerUnreachableError)) throw error;
      if ((await processesIn(workspace.path)).length === 0)
        throw new RestoredServerError('did not start', await logOf(workspace));
    }
    await pause(POLL_MS, signal);
  }
}

function outputOf({ path }: Workspace, { lsn, last_commit_at }: Seen): JsonObject {
  return { directory: path, lsn, last_commit_at: last_commit_at?.toISOString() ?? null };
}

async function logOf(workspace: Workspace): Promise<string> {
  const text = await readFile(workspace.file('server.log'), 'utf8').catch(() => '');
  return text.slice(-LOG_TAIL);
}
