import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { identityOf } from '../../apps/supervisor/src/process-identity.js';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

export const entryPoints = { api: fixture('api.mjs'), worker: fixture('worker.mjs') };

/** A folder that the account of PostgreSQL can pass through, so that root needs no second place for its files. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'supervisor-'));
  await chmod(path, 0o711);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Not counting dead processes that nobody has collected, which there are in containers without an init. */
export function isAlive(pid: number | undefined): boolean {
  return pid !== undefined && identityOf(pid) !== undefined;
}

/** Waits for a condition of the world; the deadline only says when to stop hoping. */
export async function until<T>(
  condition: () => T | Promise<T>,
  what: string,
  deadlineMs = 60_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await delay(20);
  }
}

export async function sql(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** The API's stand-in answers with its DATABASE_URL. */
export async function databaseUrlFrom(address: string): Promise<string> {
  return (await fetch(address)).text();
}

/** The supervisor as a process of its own, as `npm start` runs it. */
export class SupervisorProcess {
  output = '';
  private readonly child: ChildProcess;
  private readonly exit: Promise<unknown[]>;
  private readonly closed: Promise<unknown[]>;

  constructor(dataDir: string, port: number, env: Record<string, string> = {}) {
    const { DATABASE_URL: _, ...inherited } = process.env;
    this.child = spawn(process.execPath, [fixture('supervisor.mjs')], {
      env: { ...inherited, DATA_DIR: dataDir, PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.exit = once(this.child, 'exit');
    this.closed = once(this.child, 'close');
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async ready(): Promise<string> {
    const found = await until(() => {
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.output}`);
      return /ready at (http\S+)/.exec(this.output)?.[1];
    }, 'the supervisor is ready');
    return found;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves with the exit code, null after a signal. */
  async ended(): Promise<number | null> {
    return (await this.exit)[0] as number | null;
  }

  /** All that it said, line by line. Resolves when it has ended, and so has everybody who shares its output. */
  async lines(): Promise<readonly string[]> {
    await this.closed;
    return this.output.trim().split('\n');
  }
}

/** The processes recorded in a data directory: the two children and PostgreSQL. */
export async function pidsOf(dataDir: string): Promise<number[]> {
  const lock = JSON.parse(await readFile(join(dataDir, 'supervisor.lock'), 'utf8')) as { children: { pid: number }[] };
  const postmaster = await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  return [...lock.children.map(({ pid }) => pid), Number(postmaster.split('\n')[0])];
}
