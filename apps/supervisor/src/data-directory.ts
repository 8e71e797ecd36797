import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SupervisorError, systemErrorCode } from './errors.js';
import { type ProcessIdentity, identityOf, isRunning } from './process-identity.js';

/** Who works in the data directory: a supervisor and the processes it started. */
interface Tenancy {
  supervisor: ProcessIdentity;
  children: ProcessIdentity[];
}

const ORPHAN_PATIENCE_MS = 10_000;
const ABANDONED_MARKER_MS = 10_000;
const POLL_MS = 25;

/**
 * The data directory, held by one supervisor at a time. A supervisor that was killed leaves its lock and perhaps
 * children; the next one ends those children and takes over.
 */
export class DataDirectory {
  /** Whether an earlier supervisor was killed here: what it started may need a moment more to vanish. */
  tookOver = false;
  private children: ProcessIdentity[] = [];

  private constructor(
    readonly path: string,
    private readonly supervisor: ProcessIdentity,
  ) {}

  static async acquire(path: string): Promise<DataDirectory> {
    makeDirectory(path);
    const self = identityOf(process.pid);
    if (!self) throw new Error('this process does not find itself');
    const directory = new DataDirectory(path, self);
    while (!directory.claim()) {
      const found = readTenancy(directory.lock);
      if (found === undefined) continue; // just released
      if (isRunning(found.supervisor)) {
        throw new SupervisorError(
          'already_running',
          `The service is already running on ${path} (pid ${found.supervisor.pid}). Stop it, or choose another DATA_DIR.`,
        );
      }
      await endOrphans(found.children);
      directory.takeFrom(found.supervisor);
      directory.tookOver = true;
    }
    return directory;
  }

  /** Records a child, so that it can be ended even when we are killed and it hangs. */
  addChild(pid: number): void {
    const child = identityOf(pid);
    if (!child) return;
    this.children = [...this.children.filter(isRunning), child];
    writeFileSync(`${this.lock}.new`, this.content(), { mode: 0o600 });
    renameSync(`${this.lock}.new`, this.lock);
  }

  release(): void {
    rmSync(this.lock, { force: true });
  }

  private get lock(): string {
    return join(this.path, 'supervisor.lock');
  }

  private content(): string {
    return JSON.stringify({ supervisor: this.supervisor, children: this.children } satisfies Tenancy);
  }

  private claim(): boolean {
    return createExclusively(this.lock, this.content());
  }

  /**
   * Removes a dead supervisor's lock. Two starts may find it at once, and the slower must not remove the lock that the
   * faster has made since: they compete for a marker, and its holder looks again.
   */
  private takeFrom(dead: ProcessIdentity): void {
    const marker = `${this.lock}.dead-${dead.pid}-${dead.startedAt.replaceAll(/\W/g, '')}`;
    if (!createExclusively(marker, '')) {
      const age = Date.now() - (statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > ABANDONED_MARKER_MS) rmSync(marker, { force: true });
      return;
    }
    const found = readTenancy(this.lock);
    if (found && !isRunning(found.supervisor)) rmSync(this.lock, { force: true });
    rmSync(marker, { force: true });
  }
}

/** Passable but not readable for others: as root, PostgreSQL runs under another account in a folder inside. */
export function makeDirectory(path: string): void {
  const made = mkdirSync(path, { recursive: true, mode: 0o711 });
  if (made !== undefined) chmodSync(path, 0o711); // whatever the umask
}

function createExclusively(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    if (['EACCES', 'EROFS', 'EPERM'].includes(systemErrorCode(error) ?? '')) {
      throw new SupervisorError('invalid_setting', `${dirname(path)} cannot be written to; choose another DATA_DIR.`, {
        cause: error,
      });
    }
    throw error;
  }
}

function readTenancy(path: string): Tenancy | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Tenancy;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    // A crash of the machine can leave it empty. Nobody runs then, so it is as good as a dead supervisor's.
    if (error instanceof SyntaxError) return { supervisor: { pid: 0, startedAt: 'unknown' }, children: [] };
    throw error;
  }
}

/** They end by themselves when their supervisor is gone; these are given the time, and then no choice. */
async function endOrphans(children: ProcessIdentity[]): Promise<void> {
  for (const child of children.filter(isRunning)) process.kill(child.pid, 'SIGTERM');
  const deadline = Date.now() + ORPHAN_PATIENCE_MS;
  while (children.some(isRunning) && Date.now() < deadline) await delay(POLL_MS);
  for (const child of children.filter(isRunning)) process.kill(child.pid, 'SIGKILL');
  while (children.some(isRunning)) await delay(POLL_MS);
}
