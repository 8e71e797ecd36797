import { join } from 'node:path';
import { z } from 'zod';
import type { SecretResolver } from '../ports.js';
import { absolutePath, isBelow, programInput, type RestoreSettings } from './allowed.js';
import { NoBackupError } from './errors.js';
import type { RestoreSource } from './restore-source.js';
import { jsonOf, openEnvironment, runTool, type ToolCall } from './tool.js';
import { exists, type RestoredBackup, type Workspace } from './workspace.js';

const CREDENTIALS =
  /^PGBACKREST_REPO[1-9]_(CIPHER_PASS|S3_KEY|S3_KEY_SECRET|S3_TOKEN|AZURE_ACCOUNT|AZURE_KEY|GCS_KEY)$/;

/** What a repository may need to be read; `secret://name` becomes the secret. */
export const archiveCredentials = z
  .record(z.string().regex(CREDENTIALS, 'is not a variable of credentials'), z.string())
  .default({});

/** As PostgreSQL takes a time, with its zone. */
const INSTANT = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:?\d\d)?)$/;

/** Which backups of pgBackRest, and how far into the WAL archive they are rolled forward. */
export function pgBackRestInputs(settings: RestoreSettings) {
  return {
    program: programInput('pgbackrest', settings),
    stanza: z.string().regex(/^[A-Za-z0-9_][\w.-]{0,99}$/, 'must be the name of a stanza'),
    /** The administrator's configuration of the repository; pgBackRest's default when absent. */
    config: absolutePath
      .refine(
        (path) => !settings.directories.some((root) => isBelow(path, root)),
        'must not lie in a directory that backups are restored to',
      )
      .optional(),
    set: z
      .string()
      .regex(/^(latest|[0-9]{8}-[0-9]{6}F(_[0-9]{8}-[0-9]{6}[DI])?)$/, 'must be latest or the label of a backup')
      .default('latest'),
    /** `default`: to the end of the archive; `immediate`: until it is consistent; `time`: to `target`. */
    type: z.enum(['default', 'immediate', 'time']).default('default'),
    target: z.string().regex(INSTANT, 'must be a time with its zone').optional(),
    env: archiveCredentials,
  };
}
type PgBackRest = z.output<z.ZodObject<ReturnType<typeof pgBackRestInputs>>>;

/** @returns what is wrong with the target, or null. */
export function targetFault({ type, target }: Pick<PgBackRest, 'type' | 'target'>): string | null {
  if (type === 'time') return target === undefined ? 'is required when type is time' : null;
  return target === undefined ? null : 'is only for type time';
}

const info = z.array(
  z.object({
    name: z.string(),
    backup: z
      .array(z.object({ label: z.string(), timestamp: z.object({ stop: z.number() }), error: z.boolean().nullish() }))
      .default([]),
  }),
);

/** Backups and the WAL archive of a pgBackRest stanza, which are only read. */
export class PgBackRestSource implements RestoreSource<PgBackRest> {
  constructor(private readonly secrets: SecretResolver) {}

  async find(backup: PgBackRest, signal: AbortSignal): Promise<RestoredBackup> {
    const { stanza, set, type, target } = backup;
    const call = await this.call(backup, ['--output=json', 'info'], '/');
    const listed = info.safeParse(jsonOf(call, await runTool(call, signal)));
    // A backup that ends after the target can not be rolled back to it.
    const latest = type === 'time' && target !== undefined ? Date.parse(target.replace(' ', 'T')) : Infinity;
    const found = (listed.success ? listed.data : [])
      .filter(({ name }) => name === stanza)
      .flatMap((one) => one.backup)
      .filter((one) => (set === 'latest' || one.label === set) && one.timestamp.stop * 1000 <= latest)
      .sort((a, b) => b.timestamp.stop - a.timestamp.stop)[0];
    if (!found) throw new NoBackupError(`stanza ${stanza}`);
    return { tool: 'pgbackrest', id: found.label, at: new Date(found.timestamp.stop * 1000).toISOString() };
  }

  async restore(backup: PgBackRest, found: RestoredBackup, workspace: Workspace, signal: AbortSignal): Promise<void> {
    const [tablespaces, lock] = [
      await workspace.makeDirectory('tablespaces'),
      await workspace.makeDirectory('lock'),
      await workspace.makeDirectory('data'),
    ];
    const call = await this.call(
      backup,
      [
        `--pg1-path=${workspace.data}`,
        `--set=${found.id}`,
        `--lock-path=${lock}`,
        `--tablespace-map-all=${tablespaces}`,
        ...recovery(backup),
        // What is restored must never write to the archive of what it was restored from.
        '--archive-mode=off',
        'restore',
      ],
      workspace.path,
    );
    await runTool({ ...call, account: workspace.account }, signal);
    if (!(await exists(join(workspace.data, 'PG_VERSION')))) throw new NoBackupError(`backup ${found.id}`);
  }

  private async call(backup: PgBackRest, args: readonly string[], directory: string): Promise<ToolCall> {
    const { stanza, config, program } = backup;
    return {
      program,
      arguments: [
        `--stanza=${stanza}`,
        ...(config === undefined ? [] : [`--config=${config}`]),
        '--log-level-file=off',
        '--log-level-console=off',
        '--log-level-stderr=warn',
        ...args,
      ],
      ...(await openEnvironment(this.secrets, backup.env)),
      directory,
    };
  }
}

/** However far it is rolled forward, it waits there as a standby until it is promoted. */
function recovery({ type, target }: PgBackRest): readonly string[] {
  switch (type) {
    case 'default':
      return ['--type=standby'];
    case 'immediate':
      return ['--type=immediate', '--target-action=pause'];
    case 'time':
      return ['--type=time', `--target=${target!}`, '--target-action=pause'];
  }
}
