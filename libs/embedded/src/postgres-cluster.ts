import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Account, accountForPostgres } from './account.js';
import { locateBinaries } from './binaries.js';
import { EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { freePort } from './free-port.js';
import { environmentForPostgres, runInitdb } from './initdb.js';
import { recoverFromUncleanStop } from './orphan.js';
import { placeCluster, relocatedHome } from './placement.js';
import { readPostmasterFile } from './postmaster-file.js';
import { openServerLog } from './server-log.js';

export interface PostgresClusterOptions {
  dataDir: string;
  /** Undefined: a free one, chosen at each start. */
  port?: number | undefined;
  /** Undefined: generated once and kept in `dataDir/password`, readable for its owner only. */
  password?: string | undefined;
  /** postgresql.conf settings, passed as `-c name=value`. */
  settings?: Record<string, string> | undefined;
  /** How long a start may take, crash recovery included. */
  startTimeoutMs?: number | undefined;
}

export type StopMode = 'smart' | 'fast' | 'immediate';

const STOP_SIGNALS: Record<StopMode, NodeJS.Signals> = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' };
const ENDING_SIGNALS = new Set<NodeJS.Signals>(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL']);
const FAST_PATIENCE_MS = 20_000;
const IMMEDIATE_PATIENCE_MS = 5_000;
const DEFAULT_START_TIMEOUT_MS = 60_000;
const POLL_MS = 15;
const START_ATTEMPTS = 5;

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  /** It has been told to end, and will. */
  ending: boolean;
}

/**
 * One PostgreSQL server in a folder of its own, as a direct child process of this one.
 *
 * `dataDir` holds `data` (PostgreSQL's own directory), `postgres.log` and `password`; see `placement.ts` for the one case
 * in which `data` lies elsewhere.
 */
export class PostgresCluster {
  readonly dataDir: string;
  private readonly options: PostgresClusterOptions;
  private running: Running | undefined;
  private currentPort: number | undefined;

  constructor(options: PostgresClusterOptions) {
    this.options = options;
    this.dataDir = resolve(options.dataDir);
    this.currentPort = options.port;
  }

  get port(): number {
    if (this.currentPort === undefined) {
      throw new EmbeddedPostgresError(
        'cluster_not_running',
        'A cluster without a fixed port has one only once started.',
      );
    }
    return this.currentPort;
  }

  /** The postmaster's pid while it runs. */
  get pid(): number | undefined {
    return this.running?.child.pid;
  }

  get password(): string {
    if (this.options.password !== undefined) return this.options.password;
    try {
      return readFileSync(join(this.dataDir, 'password'), 'utf8').trim();
    } catch (cause) {
      throw new EmbeddedPostgresError('cluster_not_initialised', `There is no cluster in ${this.dataDir}.`, { cause });
    }
  }

  /** PostgreSQL's own data directory (PGDATA). */
  async pgdata(): Promise<string> {
    return join((await relocatedHome(this.dataDir)) ?? this.dataDir, 'data');
  }

  /** Makes an empty cluster when there is none; does nothing otherwise. */
  async initialise(): Promise<void> {
    const account = await accountForPostgres();
    await this.create(async (directory, home) => {
      const password = await this.keepPassword();
      await runInitdb(await locateBinaries(account), directory, home, password, account);
    });
  }

  /**
   * Lets `fill` write a new data directory, which takes its name only when it is complete: a crash in the middle leaves
   * nothing that looks like a cluster. Returns false when a cluster is there already.
   */
  async create(
    fill: (directory: string, home: string, account: Account | undefined) => Promise<void>,
  ): Promise<boolean> {
    const account = await accountForPostgres();
    const home = await placeCluster(this.dataDir, account);
    const pgdata = join(home, 'data');
    if (await exists(pgdata)) return false;
    const unfinished = join(home, 'data.unfinished');
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    if (account) await chown(unfinished, account.uid, account.gid);
    await fill(unfinished, home, account);
    await rename(unfinished, pgdata);
    return true;
  }

  /** Keeps the given or a generated password beside the data, so that the cluster can be opened again without it. */
  async keepPassword(given = this.options.password): Promise<string> {
    const path = join(this.dataDir, 'password');
    if (given === undefined && (await exists(path))) return (await readFile(path, 'utf8')).trim();
    const password = given ?? randomBytes(24).toString('base64url');
    if (this.options.password === undefined) await writeFile(path, `${password}\n`, { mode: 0o600 });
    return password;
  }

  /** Resolves when connections are accepted, on a hot standby too. */
  async start(): Promise<void> {
    if (this.running?.ending) await this.running.exited;
    if (this.running) throw new EmbeddedPostgresError('cluster_already_running', `${this.dataDir} is running already.`);
    const pgdata = await this.pgdata();
    if (!(await exists(join(pgdata, 'PG_VERSION')))) {
      throw new EmbeddedPostgresError('cluster_not_initialised', `There is no cluster in ${this.dataDir}.`);
    }
    await recoverFromUncleanStop(pgdata);
    const deadline = Date.now() + (this.options.startTimeoutMs ?? DEFAULT_START_TIMEOUT_MS);
    for (let attempt = 1; ; attempt++) {
      this.currentPort = this.options.port ?? (await freePort());
      try {
        return await this.launch(pgdata, deadline);
      } catch (error) {
        if (!this.worthAnotherTry(error) || attempt === START_ATTEMPTS || Date.now() > deadline) throw error;
        await delay(attempt * 200);
      }
    }
  }

  /** `smart` waits for all clients to leave; the other two are hastened when they do not end in time. */
  async stop(mode: StopMode = 'fast'): Promise<void> {
    const running = this.running;
    if (!running) return;
    this.kill('SIGCONT'); // a server that was paused for a test would never see the other signal
    this.kill(STOP_SIGNALS[mode]);
    if (mode === 'fast' && !(await endsWithin(running, FAST_PATIENCE_MS))) this.kill('SIGQUIT');
    if (mode !== 'smart' && !(await endsWithin(running, IMMEDIATE_PATIENCE_MS))) this.kill('SIGKILL');
    await running.exited;
  }

  /** Signals the postmaster, for tests and laboratories: SIGKILL, SIGSTOP, SIGCONT … */
  kill(signal: NodeJS.Signals): void {
    if (!this.running) return;
    this.running.child.kill(signal);
    if (ENDING_SIGNALS.has(signal)) this.running.ending = true;
  }

  /** Resolves when the running server has ended, for whatever reason; at once when none runs. */
  async waitForExit(): Promise<void> {
    await this.running?.exited;
  }

  /** Stops the server and deletes everything, wherever it lies. */
  async destroy(): Promise<void> {
    await this.stop('immediate');
    const home = await relocatedHome(this.dataDir);
    if (await exists(await this.pgdata())) await recoverFromUncleanStop(await this.pgdata());
    if (home !== undefined) await rm(home, { recursive: true, force: true });
    await rm(this.dataDir, { recursive: true, force: true });
  }

  url(database = 'postgres'): string {
    return `postgres://postgres:${encodeURIComponent(this.password)}@127.0.0.1:${this.port}/${encodeURIComponent(database)}`;
  }

  /** Makes the database when it does not exist. */
  async ensureDatabase(name: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url() });
    await client.connect();
    try {
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    } catch (error) {
      if (!['42P04', '23505'].includes(systemErrorCode(error) ?? '')) throw error; // another session was faster
    } finally {
      await client.end();
    }
  }

  private async launch(pgdata: string, deadline: number): Promise<void> {
    const account = await accountForPostgres();
    const { postgres } = await locateBinaries(account);
    const log = await openServerLog(join(this.dataDir, 'postgres.log'));
    const child = spawn(postgres, this.arguments(pgdata), {
      stdio: ['ignore', log.fd, log.fd],
      env: environmentForPostgres(),
      // A session of its own: Ctrl-C in the terminal must reach us, who stop the server after its clients, not the server.
      detached: true,
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    const running = this.track(child);
    await log.close();
    try {
      await this.untilReady(running, pgdata, deadline, log.tail);
    } catch (error) {
      child.kill('SIGKILL');
      await running.exited;
      throw error;
    }
  }

  private track(child: ChildProcess): Running {
    // Last resort: whoever ends this process without stop() still gets a server that shuts down in order.
    const onProcessExit = () => child.kill('SIGINT');
    process.once('exit', onProcessExit);
    const exited = new Promise<void>((resolve) => {
      const ended = () => {
        process.removeListener('exit', onProcessExit);
        this.running = undefined;
        resolve();
      };
      child.once('exit', ended);
      child.once('error', ended);
    });
    this.running = { child, exited, ending: false };
    return this.running;
  }

  private arguments(pgdata: string): string[] {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      lc_messages: 'C', // start() reads messages
      ...this.options.settings,
    };
    const assignments = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return ['-D', pgdata, '-p', String(this.port), ...assignments];
  }

  private async untilReady(
    running: Running,
    pgdata: string,
    deadline: number,
    tail: () => Promise<string>,
  ): Promise<void> {
    const { child } = running;
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    while (this.running === running) {
      const file = await readPostmasterFile(pgdata);
      if (file?.pid === child.pid && file?.status === 'ready') return;
      if (Date.now() > deadline) {
        const message = `PostgreSQL in ${this.dataDir} did not accept connections in time:\n${await tail()}`;
        throw new EmbeddedPostgresError('start_timeout', message);
      }
      await Promise.race([running.exited, delay(POLL_MS)]);
    }
    const message = `PostgreSQL in ${this.dataDir} did not start:\n${failure?.message ?? (await tail())}`;
    throw new EmbeddedPostgresError('start_failed', message, { cause: failure });
  }

  /** Two failures pass by themselves: a port taken since we looked, and backends of a killed server about to end. */
  private worthAnotherTry(error: unknown): boolean {
    if (!(error instanceof EmbeddedPostgresError) || error.code !== 'start_failed') return false;
    const portTaken = this.options.port === undefined && /could not bind|Address already in use/.test(error.message);
    return portTaken || /shared memory block .* is still in use/.test(error.message);
  }
}

async function endsWithin(running: Running, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const timeout = delay(ms, false, { signal: timer.signal }).catch(() => true);
  const ended = await Promise.race([running.exited.then(() => true), timeout]);
  timer.abort();
  return ended;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
