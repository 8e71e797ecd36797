import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { accountForPostgres } from '#embedded/account.js';
import { DebianPostgres, type DebianServer } from './debian-postgres.js';

const run = promisify(execFile);

export const BIN = '/usr/lib/postgresql/15/bin';
export { PASSWORD } from './debian-postgres.js';
export const RESTIC_PASSWORD = 'correct horse battery';

/** A production server of Debian's PostgreSQL, and what is made of it by the programs that back it up. */
export class BackedUp {
  private constructor(
    private readonly postgres: DebianPostgres,
    readonly production: DebianServer,
    /** Belongs to the account that PostgreSQL runs as. */
    readonly folder: string,
    private readonly account: { readonly uid: number; readonly gid: number } | undefined,
  ) {}

  static async start(pgRewind: string, settings: (folder: string) => readonly string[] = () => []): Promise<BackedUp> {
    const postgres = await DebianPostgres.prepare(pgRewind);
    const production = await postgres.server('production');
    const account = await accountForPostgres();
    const backedUp = new BackedUp(postgres, production, join(production.data, '..', 'b'), account);
    await backedUp.directory(backedUp.folder);
    // It is thrown away; what is restored from it is not spared.
    await postgres.initialise(production, ['fsync = off', ...settings(backedUp.folder)]);
    return backedUp;
  }

  async directory(path: string): Promise<string> {
    await mkdir(path, { recursive: true });
    await chmod(path, 0o700);
    if (this.account) await chown(path, this.account.uid, this.account.gid);
    return path;
  }

  async file(path: string, text: string): Promise<string> {
    await writeFile(path, text);
    if (this.account) await chown(path, this.account.uid, this.account.gid);
    return path;
  }

  /** Runs a program as the account of the servers. */
  async run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { stdout } = await run(program, [...args], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      ...this.account,
    });
    return stdout;
  }

  async sql<R extends pg.QueryResultRow>(text: string): Promise<readonly R[]> {
    const client = new pg.Client({ connectionString: this.production.url });
    await client.connect();
    try {
      return (await client.query<R>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Where the backups by restic are, and what they call the data directory. */
  get restic(): ResticRepository {
    return { repository: join(this.folder, 'restic'), path: join(this.folder, 'base') };
  }

  /** An online copy of production, as it is backed up by restic. `put` adds files to it. */
  async resticBackup(restic: string, put: Readonly<Record<string, string>> = {}): Promise<void> {
    const { repository, path } = this.restic;
    await rm(path, { recursive: true, force: true });
    await this.run(join(BIN, 'pg_basebackup'), ['-d', this.production.url, '-D', path, '-X', 'stream', '-c', 'fast']);
    for (const [name, text] of Object.entries(put)) await this.file(join(path, name), text);
    const env = { RESTIC_REPOSITORY: repository, RESTIC_PASSWORD };
    const begun = await this.run(restic, ['--no-cache', 'cat', 'config'], env).catch(() => null);
    if (begun === null) await this.run(restic, ['--no-cache', 'init'], env);
    await this.run(restic, ['--no-cache', 'backup', '--quiet', path], env);
  }

  remove(): Promise<void> {
    return this.postgres.remove();
  }
}

export interface ResticRepository {
  readonly repository: string;
  /** The data directory, as it is called in the backup. */
  readonly path: string;
}
