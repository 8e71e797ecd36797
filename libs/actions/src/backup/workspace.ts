import { createHash } from 'node:crypto';
import { access, chown, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ActionContext } from '#engine/ports.js';
import { StaleEpochError } from '../postgres/errors.js';
import type { AcknowledgedCanary } from '../ports.js';
import type { Account } from '../process/run-program.js';
import { isBelow, rootOf, type Place, type RestoreSettings } from './allowed.js';
import { NotRestoredError, RestoreNotAllowedError, RestoreTargetTakenError } from './errors.js';
import { endProcessesIn } from './processes.js';

const MARKER = 'dr-restore.json';
const FORMAT = 1;
/** What a path of a Unix socket may have on Linux. */
const SOCKET_PATH_BYTES = 107;
export const SOCKET_PORT = 5432;

export interface RestoredBackup {
  readonly tool: 'restic' | 'pgbackrest';
  readonly id: string;
  /** When the backup was made, ISO 8601. */
  readonly at: string;
}

/** Says whose directory it is and how far it is, also to whoever finds it after a crash. */
export interface Marker {
  readonly format: typeof FORMAT;
  readonly execution_id: string;
  readonly plan_id: string;
  readonly component_id: string | null;
  readonly epoch: number;
  readonly host: string;
  /** When the first attempt began, ISO 8601: the moment that would have been the disaster. */
  readonly began_at: string;
  /** The newest canary of the component that production had acknowledged then. */
  readonly acknowledged: { readonly seq: number; readonly written_at: string; readonly lsn: string } | null;
  readonly state: 'restoring' | 'restored' | 'prepared';
  readonly backup: RestoredBackup | null;
}

/** The directory of one restored cluster. Only one that bears this execution's mark is ever written to or removed. */
export class Workspace {
  private constructor(
    readonly path: string,
    /** Under which everything there runs; undefined: under this process's own. */
    readonly account: Account | undefined,
  ) {}

  /**
   * The directory that a step means. Nothing need be there yet.
   * @throws RestoreNotAllowedError when it would lie anywhere but in a restore directory of this machine.
   */
  static async at(place: Place, settings: RestoreSettings, { executionId }: ActionContext): Promise<Workspace> {
    const wanted = place.name === undefined ? place.directory : join(place.directory, nameOf(executionId, place.name));
    const root = rootOf(wanted, settings);
    if (root === undefined) throw outside(wanted);
    const realRoot = await realpath(root).catch(() => {
      throw new RestoreNotAllowedError(`${root} of RESTORE_DIRECTORIES is not there`, { directory: root });
    });
    // Links on the way are followed before it is judged where they lead.
    const parent = await realpath(dirname(wanted)).catch(() => {
      throw new RestoreNotAllowedError(`${dirname(wanted)} is not there: make it, in ${root}`, {
        directory: dirname(wanted),
      });
    });
    const path = join(parent, basename(wanted));
    if (!isBelow(path, realRoot)) throw outside(wanted);
    await refuseClusters(parent);
    const socket = Buffer.byteLength(join(path, `.s.PGSQL.${SOCKET_PORT}`));
    if (socket > SOCKET_PATH_BYTES) {
      throw new RestoreNotAllowedError(`${path} is too long for a socket: choose a shorter restore directory`, {
        path,
      });
    }
    return new Workspace(path, await accountOf(realRoot));
  }

  get data(): string {
    return join(this.path, 'data');
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * Makes the directory this execution's own and empty. What an earlier attempt had begun there, by whatever worker, is
   * ended and removed first.
   * @throws RestoreTargetTakenError, StaleEpochError
   */
  async claim(
    context: ActionContext,
    began: { readonly at: Date; readonly acknowledged: AcknowledgedCanary | null },
  ): Promise<Marker> {
    const found = await this.marker();
    if (found !== null) {
      this.requireOwn(found, context);
      await endProcessesIn(this.path, context.signal);
      const marker: Marker = { ...found, epoch: context.epoch, state: 'restoring', backup: null };
      await this.write(marker);
      await this.emptied();
      return marker;
    }
    const { at, acknowledged } = began;
    const marker: Marker = {
      format: FORMAT,
      execution_id: context.executionId,
      plan_id: context.planId,
      component_id: context.step.componentId,
      epoch: context.epoch,
      host: hostname(),
      began_at: at.toISOString(),
      acknowledged: acknowledged && {
        seq: acknowledged.seq,
        written_at: acknowledged.writtenAt.toISOString(),
        lsn: acknowledged.lsn,
      },
      state: 'restoring',
      backup: null,
    };
    await this.make(marker);
    return marker;
  }

  /** @returns null when nothing is there. @throws RestoreTargetTakenError when it bears no mark that we know. */
  async marker(): Promise<Marker | null> {
    let text: string;
    try {
      text = await readFile(this.file(MARKER), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      if (!(await exists(this.path))) return null;
      throw new RestoreTargetTakenError(this.path, 'it is there, and was not made by a restore');
    }
    const marker = parse(text);
    if (marker?.format !== FORMAT) throw new RestoreTargetTakenError(this.path, `its ${MARKER} can not be read`);
    return marker;
  }

  /** The mark of what this execution has restored there. @throws NotRestoredError, RestoreTargetTakenError, StaleEpochError */
  async restored(context: ActionContext): Promise<Marker> {
    const marker = await this.marker();
    if (marker === null) throw new NotRestoredError(this.path, `nothing was restored here (on ${hostname()})`);
    this.requireOwn(marker, context);
    if (marker.state === 'restoring') throw new NotRestoredError(this.path, 'its restore did not come to its end');
    // From here on whoever held the execution before is refused.
    return marker.epoch === context.epoch ? marker : this.advance(marker, { epoch: context.epoch });
  }

  /** Whether there is something, and it bears this execution's mark. */
  async isOwn({ executionId }: ActionContext): Promise<boolean> {
    try {
      return (await this.marker())?.execution_id === executionId;
    } catch (error) {
      if (error instanceof RestoreTargetTakenError) return false;
      throw error;
    }
  }

  async advance(marker: Marker, to: Partial<Pick<Marker, 'state' | 'backup' | 'epoch'>>): Promise<Marker> {
    const next = { ...marker, ...to };
    await this.write(next);
    return next;
  }

  /** @throws RestoreTargetTakenError when another execution made it, StaleEpochError when a newer holder did. */
  requireOwn(marker: Marker, { executionId, epoch }: ActionContext): void {
    if (marker.execution_id !== executionId) {
      throw new RestoreTargetTakenError(this.path, `it is of ${marker.execution_id}`);
    }
    if (marker.epoch > epoch) throw new StaleEpochError(this.path, epoch, marker.epoch);
  }

  /** Ends what works there and removes it all. @returns false when nothing was there. */
  async remove(context: ActionContext): Promise<boolean> {
    const marker = await this.marker();
    if (marker !== null) {
      this.requireOwn(marker, context);
      await endProcessesIn(this.path, context.signal);
      // Out of the way as a whole: what a crash leaves half removed is not taken for anything else.
      await rm(this.beside('gone'), { recursive: true, force: true });
      await rename(this.path, this.beside('gone'));
    }
    const left = await this.hasRemains();
    await rm(this.beside('gone'), { recursive: true, force: true });
    await rm(this.beside('new'), { recursive: true, force: true });
    return marker !== null || left;
  }

  /** Whether a crash has left something of a directory that was being made or removed. */
  async hasRemains(): Promise<boolean> {
    return (await exists(this.beside('gone'))) || exists(this.beside('new'));
  }

  async makeDirectory(name: string): Promise<string> {
    const path = this.file(name);
    await mkdir(path, { mode: 0o700 });
    await this.own(path);
    return path;
  }

  async own(path: string): Promise<void> {
    if (this.account) await chown(path, this.account.uid, this.account.gid);
  }

  private async emptied(): Promise<void> {
    for (const name of ['data', 'tree', 'tablespaces', 'lock']) {
      await rm(this.file(name), { recursive: true, force: true });
    }
  }

  /** It is never there without its mark: made beside it, and renamed. */
  private async make(marker: Marker): Promise<void> {
    const unfinished = this.beside('new');
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    await this.own(unfinished);
    await writeDurably(join(unfinished, MARKER), JSON.stringify(marker));
    await rename(unfinished, this.path);
  }

  private beside(what: 'new' | 'gone'): string {
    return join(dirname(this.path), `.${basename(this.path)}.${what}`);
  }

  private async write(marker: Marker): Promise<void> {
    await writeDurably(this.file(`${MARKER}.new`), JSON.stringify(marker));
    await rename(this.file(`${MARKER}.new`), this.file(MARKER));
  }
}

function nameOf(executionId: string, name: string): string {
  return `${executionId}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

function outside(path: string): RestoreNotAllowedError {
  return new RestoreNotAllowedError(`${path} does not lie in a directory of RESTORE_DIRECTORIES`, { path });
}

/** A restore directory within a cluster would be a part of that cluster. */
async function refuseClusters(parent: string): Promise<void> {
  for (let folder = parent; ; folder = dirname(folder)) {
    if (await exists(join(folder, 'PG_VERSION'))) {
      throw new RestoreNotAllowedError(`${folder} is a cluster's data directory`, { directory: folder });
    }
    if (folder === dirname(folder)) return;
  }
}

/** PostgreSQL does not run as root. Then everything runs as who owns the restore directory. */
async function accountOf(root: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = await stat(root);
  if (uid !== 0) return { uid, gid };
  throw new RestoreNotAllowedError(
    `${root} belongs to root, as whom PostgreSQL does not run: give it to the account that it shall run as (chown)`,
    { directory: root },
  );
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function parse(text: string): Marker | null {
  try {
    return JSON.parse(text) as Marker;
  } catch {
    return null;
  }
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
