import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SecretResolver } from '../ports.js';
import { absolutePath, programInput, type RestoreSettings } from './allowed.js';
import { NoBackupError } from './errors.js';
import type { RestoreSource } from './restore-source.js';
import { jsonOf, openEnvironment, requireRepository, runTool, type ToolCall } from './tool.js';
import { exists, type Workspace } from './workspace.js';

/** What a repository may need to be reached. Not RESTIC_PASSWORD_COMMAND and its like, which run programs. */
const CREDENTIALS =
  /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|DEFAULT_REGION)|B2_ACCOUNT_(ID|KEY)|AZURE_ACCOUNT_(NAME|KEY|SAS)|GOOGLE_(PROJECT_ID|ACCESS_TOKEN)|OS_[A-Z_]+|ST_[A-Z_]+|RESTIC_REST_(USERNAME|PASSWORD))$/;

/** Which backups of a restic repository are those of a cluster. */
export function resticInputs(settings: RestoreSettings) {
  return {
    program: programInput('restic', settings),
    /** As restic's -r takes it, or `secret://name` of it. */
    repository: z.string().min(1).max(2000),
    password: z.string().regex(/^secret:\/\/\S+$/, 'must be secret://name'),
    /** The cluster's data directory, as it is called in the backup. */
    path: absolutePath.refine((path) => !/[*?[\]\\]/.test(path), 'must not hold * ? [ ] or a backslash'),
    host: z.string().min(1).max(255).optional(),
    tag: z
      .string()
      .regex(/^[^,\s-][^,\s]*$/, 'must be one tag')
      .optional(),
    snapshot: z
      .string()
      .regex(/^(latest|[0-9a-f]{8,64})$/, 'must be latest or the id of a snapshot')
      .default('latest'),
    env: z.record(z.string().regex(CREDENTIALS, 'is not a variable of credentials'), z.string()).default({}),
  };
}
type Restic = z.output<z.ZodObject<ReturnType<typeof resticInputs>>>;

const snapshots = z.array(
  z.object({ id: z.string(), time: z.string(), paths: z.array(z.string()), tags: z.array(z.string()).nullish() }),
);

/** Physical backups in a restic repository. The repository is only read: not even a lock is left there. */
export class ResticSource implements RestoreSource<Restic> {
  constructor(private readonly secrets: SecretResolver) {}

  async find(backup: Restic, signal: AbortSignal) {
    const { snapshot, host, tag, path } = backup;
    const filters = [...(host === undefined ? [] : ['--host', host]), ...(tag === undefined ? [] : ['--tag', tag])];
    const which = snapshot === 'latest' ? filters : [snapshot];
    const call = await this.call(backup, ['snapshots', '--json', ...which], '/');
    const listed = snapshots.safeParse(jsonOf(call, await runTool(call, signal)));
    const found = (listed.success ? listed.data : [])
      .filter(({ paths }) => paths.some((kept) => kept === path || path.startsWith(`${kept === '/' ? '' : kept}/`)))
      .sort((a, b) => Date.parse(b.time) - Date.parse(a.time))[0];
    if (!found) throw new NoBackupError(`the restic repository (${path})`);
    return { tool: 'restic' as const, id: found.id, at: new Date(found.time).toISOString() };
  }

  async restore(backup: Restic, found: { readonly id: string }, workspace: Workspace, signal: AbortSignal) {
    const tree = await workspace.makeDirectory('tree');
    const call = await this.call(
      backup,
      ['restore', found.id, '--target', tree, '--include', backup.path],
      workspace.path,
    );
    await runTool({ ...call, account: workspace.account }, signal);
    // restic keeps the whole path of what it restores.
    const restored = join(tree, backup.path);
    if (!(await exists(join(restored, 'PG_VERSION')))) {
      throw new NoBackupError(`snapshot ${found.id.slice(0, 8)} (a cluster in ${backup.path})`);
    }
    await rename(restored, workspace.data);
    await rm(tree, { recursive: true, force: true });
    // A standby of nobody replays what is there, and then waits to be promoted.
    await rm(join(workspace.data, 'recovery.signal'), { force: true });
    const signalFile = join(workspace.data, 'standby.signal');
    await writeFile(signalFile, '', { mode: 0o600 });
    await workspace.own(signalFile);
  }

  private async call(backup: Restic, args: readonly string[], directory: string): Promise<ToolCall> {
    const { environment, secrets } = await openEnvironment(this.secrets, {
      ...backup.env,
      RESTIC_REPOSITORY: backup.repository,
      RESTIC_PASSWORD: backup.password,
    });
    requireRepository(environment['RESTIC_REPOSITORY']!);
    return {
      program: backup.program,
      arguments: ['--no-lock', '--no-cache', '--quiet', ...args],
      environment,
      directory,
      secrets,
    };
  }
}
