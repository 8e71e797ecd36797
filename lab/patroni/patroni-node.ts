import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '#embedded/free-port.js';
import { Child } from '../process/child.js';
import { makeUnprivilegedDirectory, unprivileged, writeUnprivilegedFile } from '../process/unprivileged.js';
import { waitUntil } from '../process/wait-until.js';
import { patroniConfig, type ClusterConfig } from './patroni-config.js';

/** A Patroni with the PostgreSQL that it looks after. */
export class PatroniNode {
  private constructor(
    readonly name: string,
    readonly apiPort: number,
    readonly databasePort: number,
    private readonly home: string,
    private readonly patroni: Child,
  ) {
    process.once('exit', this.lastResort);
  }

  /** @param directory where the node's own lies, open for passing through. */
  static async start(name: string, directory: string, cluster: ClusterConfig): Promise<PatroniNode> {
    const home = join(directory, name);
    await makeUnprivilegedDirectory(home);
    const [apiPort, databasePort] = [await freePort(), await freePort()];
    const file = join(home, 'patroni.json');
    // JSON is YAML.
    await writeUnprivilegedFile(file, JSON.stringify(patroniConfig(cluster, { name, home, apiPort, databasePort })));
    const child = new Child({
      name: `Patroni ${name}`,
      ...(await unprivileged({ program: cluster.programs.patroni, arguments: [file] })),
    });
    return new PatroniNode(name, apiPort, databasePort, home, child);
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.apiPort}`;
  }

  /** Resolves when GET on the path is answered with 200: Patroni's own health checks, such as `/primary`. */
  async until(path: string, signal?: AbortSignal): Promise<void> {
    await waitUntil(
      async () => {
        if (this.patroni.pid === undefined) return true;
        const answer = await fetch(`${this.apiUrl}${path}`, { signal: AbortSignal.timeout(2_000) });
        await answer.body?.cancel();
        return answer.status === 200;
      },
      { what: `${path} of Patroni ${this.name} is 200`, deadlineMs: 120_000, everyMs: 100, signal },
    );
    this.patroni.mustRun();
  }

  /** What its log holds. */
  log(): string {
    return readOr(join(this.home, 'patroni.log'), '');
  }

  /** As a site burns down: Patroni and the database, from one moment to the next. */
  lose(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** At once; the database is left as after a crash. */
  stop(): Promise<void> {
    return this.end('SIGQUIT');
  }

  private async end(how: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    const pid = this.postmaster();
    // Patroni first: it would start the database again.
    await this.patroni.kill();
    if (pid !== undefined) {
      signal(pid, how);
      await waitUntil(() => commandOf(pid) === '', { what: `the database of ${this.name} has ended`, everyMs: 5 });
    }
    process.removeListener('exit', this.lastResort);
  }

  private readonly lastResort = (): void => {
    const pid = this.postmaster();
    if (pid !== undefined) signal(pid, 'SIGQUIT');
  };

  private postmaster(): number | undefined {
    const pid = Number(readOr(join(this.home, 'data', 'postmaster.pid'), '').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 && commandOf(pid).includes(this.home) ? pid : undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

function commandOf(pid: number): string {
  return readOr(`/proc/${pid}/cmdline`, '');
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
