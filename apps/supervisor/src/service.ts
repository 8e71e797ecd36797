import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '#embedded/free-port.js';
import { requireFreePort } from './busy-port.js';
import { DataDirectory } from './data-directory.js';
import { EmbeddedDatabase } from './embedded-database.js';
import { SupervisorError } from './errors.js';
import { loadSecrets, type Secrets } from './secrets.js';
import { type Environment, given } from './settings.js';
import { type Backoff, type ChildOutput, SupervisedChild } from './supervised-child.js';

export interface ServiceOptions {
  dataDir: string;
  /** 0: a free one. */
  port?: number;
  host?: string;
  /** Beside and above the environment of this process. DATABASE_URL here or there replaces the embedded PostgreSQL. */
  env?: Environment;
  /** The supervisor's own lines. Default: none. */
  log?: (line: string) => void;
  childOutput?: ChildOutput;
  /** Cancels a start that is under way. */
  signal?: AbortSignal;
  /** The rest exists for tests. */
  entryPoints?: { api: string; worker: string };
  migrate?: (databaseUrl: string) => Promise<void>;
  backoff?: Backoff;
  graceMs?: number;
  readyTimeoutMs?: number;
}

export interface RunningService {
  /** Where the API listens, e.g. `http://127.0.0.1:3000`. */
  readonly address: string;
  readonly databaseUrl: string;
  readonly secrets: Secrets;
  /** Undefined while the process is being started again. */
  apiPid(): number | undefined;
  workerPid(): number | undefined;
  /** Undefined with a DATABASE_URL of one's own. */
  postgresPid(): number | undefined;
  killApi(signal: NodeJS.Signals): void;
  killWorker(signal: NodeJS.Signals): void;
  killPostgres(signal: NodeJS.Signals): void;
  /** Children, then PostgreSQL, then the lock. Any number of calls; a later one waits for the same end. */
  stop(): Promise<void>;
  /** Ends the children of a stop() under way without further grace. */
  hurry(): void;
  /** Settles when the service has ended: rejected when by itself, because going on was no use. */
  readonly finished: Promise<void>;
}

const DATABASE = 'disaster_recovery';
const DEFAULT_BACKOFF: Backoff = { firstMs: 250, maxMs: 30_000, stableMs: 60_000 };
const DEFAULT_GRACE_MS = 15_000;
const TAKEOVER_PATIENCE_MS = 5_000;
const DEFAULT_READY_TIMEOUT_MS = 60_000;

/** Starts database, API and worker; resolves when all of them are ready, rejects with nothing left behind. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const service = new Service(options);
  try {
    await service.start();
    return service;
  } catch (error) {
    await service.stop();
    throw service.reasonFor(error);
  }
}

class Service implements RunningService {
  address = '';
  databaseUrl = '';
  secrets: Secrets = { JWT_SECRET: '', SECRETS_KEY: '' };
  readonly finished: Promise<void>;
  private readonly dataDir: string;
  private readonly host: string;
  private readonly log: (line: string) => void;
  private readonly env: Environment;
  private end!: (error?: Error) => void;
  private directory: DataDirectory | undefined;
  private postgres: EmbeddedDatabase | undefined;
  private api: SupervisedChild | undefined;
  private worker: SupervisedChild | undefined;
  private stopped: Promise<void> | undefined;
  private failure: Error | undefined;

  constructor(private readonly options: ServiceOptions) {
    this.dataDir = resolve(options.dataDir);
    this.host = options.host ?? '127.0.0.1';
    this.log = options.log ?? (() => undefined);
    this.env = { ...process.env, ...options.env };
    this.finished = new Promise((settle, reject) => (this.end = (error) => (error ? reject(error) : settle())));
    this.finished.catch(() => undefined); // whoever waits for it sees it; nobody has to
  }

  async start(): Promise<void> {
    this.directory = await DataDirectory.acquire(this.dataDir);
    const { port } = this.options;
    if (port) await requireFreePort(this.host, port, this.directory.tookOver ? TAKEOVER_PATIENCE_MS : 0);
    this.secrets = loadSecrets(this.dataDir, this.env);
    this.databaseUrl = given(this.env, 'DATABASE_URL') ?? (await this.startPostgres());
    this.log('Migrating the database …');
    await this.whileUseful((this.options.migrate ?? migrateWithPersistence)(this.databaseUrl));
    this.log('Starting the API and the worker …');
    await this.startChildren();
  }

  apiPid = () => this.api?.pid;
  workerPid = () => this.worker?.pid;
  postgresPid = () => this.postgres?.pid;
  killApi = (signal: NodeJS.Signals) => this.api?.kill(signal);
  killWorker = (signal: NodeJS.Signals) => this.worker?.kill(signal);
  killPostgres = (signal: NodeJS.Signals) => this.postgres?.kill(signal);

  /** What ended the start, where `error` may be only its consequence (a migration whose database was stopped). */
  reasonFor(error: unknown): unknown {
    if (this.failure) return this.failure;
    if (!this.options.signal?.aborted) return error;
    return new SupervisorError('cancelled', 'The start was cancelled.', { cause: error });
  }

  stop(): Promise<void> {
    this.stopped ??= this.tearDown().finally(() => this.end(this.failure));
    return this.stopped;
  }

  hurry(): void {
    this.killApi('SIGKILL');
    this.killWorker('SIGKILL');
  }

  private async tearDown(): Promise<void> {
    const graceMs = this.options.graceMs ?? DEFAULT_GRACE_MS;
    await Promise.all([this.api?.stop(graceMs), this.worker?.stop(graceMs)]);
    await this.postgres?.stop();
    this.directory?.release();
  }

  /** Stops everything because something cannot go on. */
  private readonly fail = (error: Error): void => {
    this.failure ??= error;
    void this.stop().catch(() => undefined); // `finished` tells
  };

  private async startPostgres(): Promise<string> {
    this.log('Starting the embedded PostgreSQL …');
    const dataDir = join(this.dataDir, 'postgres');
    this.postgres = new EmbeddedDatabase({ dataDir, log: this.log, onGivenUp: this.fail });
    return this.postgres.start(DATABASE);
  }

  private async startChildren(): Promise<void> {
    const entryPoints = this.options.entryPoints ?? builtEntryPoints();
    const env = { ...this.env, ...this.secrets, DATABASE_URL: this.databaseUrl, HOST: this.host };
    this.api = this.supervise('API', entryPoints.api, async () => ({ ...env, PORT: String(await this.port()) }));
    this.worker = this.supervise('worker', entryPoints.worker, async () => env);
    const timer = new AbortController();
    try {
      const ready = Promise.all([this.api.ready, this.worker.ready]);
      const [api] = await this.whileUseful(Promise.race([ready, this.late(timer.signal)]));
      if (api.address === undefined) throw new Error('the API does not say where it listens');
      this.address = api.address;
    } finally {
      timer.abort();
    }
  }

  /** Where the API is to listen. One that we choose ourselves another program may take first: then the next is another. */
  private async port(): Promise<number> {
    if (this.options.port) return this.options.port;
    return this.address === '' ? freePort() : Number(new URL(this.address).port);
  }

  private supervise(name: string, entryPoint: string, env: () => Promise<Environment>): SupervisedChild {
    return new SupervisedChild({
      name,
      entryPoint,
      env,
      backoff: this.options.backoff ?? DEFAULT_BACKOFF,
      output: this.options.childOutput ?? 'ignore',
      log: this.log,
      onSpawn: (pid) => this.directory?.addChild(pid),
      onGivenUp: this.fail,
    });
  }

  private async late(signal: AbortSignal): Promise<never> {
    const ms = this.options.readyTimeoutMs ?? DEFAULT_READY_TIMEOUT_MS;
    await delay(ms, undefined, { signal });
    throw new SupervisorError('not_ready_in_time', `The API and the worker were not ready within ${ms / 1000} s.`);
  }

  /** Waits for `work`, unless the start is cancelled or has become useless meanwhile. */
  private async whileUseful<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.options;
    work.catch(() => undefined); // it may fail later, when the database is taken away from it
    signal?.throwIfAborted();
    let cancel!: () => void;
    const cancelled = new Promise<never>((_, reject) => (cancel = () => reject(new Error('cancelled'))));
    signal?.addEventListener('abort', cancel, { once: true });
    const failed = this.finished.then(() => Promise.reject(new Error('stopped')));
    try {
      return await Promise.race([work, cancelled, failed]);
    } finally {
      signal?.removeEventListener('abort', cancel);
      failed.catch(() => undefined);
    }
  }
}

async function migrateWithPersistence(databaseUrl: string): Promise<void> {
  const { migrate } = await import('#persistence/migrate.js');
  await migrate(databaseUrl);
}

/** The built programs, whether this file runs as source (in a test) or built itself. */
function builtEntryPoints(): { api: string; worker: string } {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  const entryPoint = (app: string) => join(root, 'dist', 'apps', app, 'src', 'main.js');
  return { api: entryPoint('api'), worker: entryPoint('worker') };
}
