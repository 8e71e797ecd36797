import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#embedded/free-port.js';
import { PostgresCluster } from '#embedded/postgres-cluster.js';
import { cloneAsStandby } from '#embedded/standby.js';

// The one file of this library that may import libs/embedded: what the tests need of it they get from here.
export { freePort, PostgresCluster };

/** A real primary, and real standbys of it, in a temporary folder. */
export class PostgresPair {
  readonly primary: PostgresCluster;
  private readonly servers: PostgresCluster[] = [];
  private readonly clients: pg.Client[] = [];
  private frozen: number[] = [];

  private constructor(private readonly folder: string) {
    this.primary = new PostgresCluster({ dataDir: join(folder, 'primary'), settings: QUICK });
    this.servers.push(this.primary);
  }

  static async start(): Promise<PostgresPair> {
    const folder = await mkdtemp(join(tmpdir(), 'actions-'));
    await chmod(folder, 0o711);
    const pair = new PostgresPair(folder);
    await pair.primary.initialise();
    await pair.primary.start();
    return pair;
  }

  /** A standby that streams from the primary. */
  async addStandby(): Promise<PostgresCluster> {
    const name = `standby${this.servers.length}`;
    const standby = await cloneAsStandby(this.primary, {
      dataDir: join(this.folder, name),
      slot: name,
      applicationName: name,
      settings: QUICK,
    });
    this.servers.push(standby);
    await standby.start();
    const client = await this.connect(this.primary);
    await until(async () => {
      const { rows } = await client.query(
        `SELECT FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming' AND replay_lsn IS NOT NULL`,
        [name],
      );
      return rows.length > 0;
    });
    await client.end();
    return standby;
  }

  /** A client of ours, with whatever the test needs; ended with the pair. */
  async connect(server: PostgresCluster, user?: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: server.url(), ...(user === undefined ? {} : { user }) });
    client.on('error', () => undefined); // servers are killed under it, and fences terminate it
    await client.connect();
    this.clients.push(client);
    return client;
  }

  /** Stops the postmaster and all its children: the server is there, and silent. */
  freeze(server: PostgresCluster): void {
    const postmaster = server.pid!;
    process.kill(postmaster, 'SIGSTOP');
    const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([, parent]) => parent === postmaster)
      .map(([pid]) => pid!);
    this.frozen.push(postmaster, ...children);
    for (const pid of children) signalIfAlive(pid, 'SIGSTOP');
  }

  /** One process of a server, which takes orders and does not carry them out. */
  freezeProcess(pid: number): void {
    this.frozen.push(pid);
    process.kill(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of this.frozen) signalIfAlive(pid, 'SIGCONT');
    this.frozen = [];
  }

  async destroy(): Promise<void> {
    this.thaw();
    await Promise.all(this.clients.map((client) => client.end().catch(() => undefined)));
    for (const server of this.servers.reverse()) await server.destroy();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** For tests on a machine shared with others; nothing that changes what is tested. */
const QUICK = { shared_buffers: '16MB', max_connections: '40', log_min_messages: 'warning' };

/** Asks until it is so; between two questions everything else gets its turn. */
export async function until(condition: () => Promise<boolean>, ms = 60_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('it did not become so in time');
    await immediate();
  }
}
