import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cleanup } from '../process/cleanup.js';
import { waitUntil } from '../process/wait-until.js';
import { hasStreamingStandby } from '../site/orders.js';
import { startEtcd } from './etcd.js';
import type { ClusterConfig, PatroniTiming } from './patroni-config.js';
import { PatroniNode } from './patroni-node.js';

export interface PatroniPrograms {
  readonly etcd: string;
  readonly patroni: string;
  /** A folder with `postgres`, `initdb` and the others, all of one version. */
  readonly postgresBin: string;
}

/** What Patroni takes when nothing is said. */
export const DEFAULT_TIMING: PatroniTiming = { ttl: 30, loop_wait: 10, retry_timeout: 10 };

/** Two Patronis, each with a PostgreSQL, on one etcd. The first is the leader at first. */
export class PatroniCluster {
  private constructor(
    readonly leader: PatroniNode,
    readonly standby: PatroniNode,
    private readonly config: ClusterConfig,
    private readonly cleanup: Cleanup,
  ) {}

  /** All or nothing. @returns with the standby streaming. */
  static async up(programs: PatroniPrograms, timing: PatroniTiming = DEFAULT_TIMING): Promise<PatroniCluster> {
    const cleanup = new Cleanup();
    try {
      const directory = await mkdtemp(join(tmpdir(), 'patroni-'));
      cleanup.add(directory, () => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
      await chmod(directory, 0o711);
      const etcd = await startEtcd(programs.etcd, directory);
      cleanup.add('etcd', () => etcd.stop());
      const config: ClusterConfig = {
        scope: 'lab',
        etcd: etcd.address,
        timing,
        programs,
        databasePassword: newPassword(),
        api: { username: 'operator', password: newPassword() },
      };
      const start = async (name: string): Promise<PatroniNode> => {
        const node = await PatroniNode.start(name, directory, config);
        cleanup.add(name, () => node.stop());
        return node;
      };
      const leader = await start('toronto');
      await leader.until('/primary');
      const standby = await start('vancouver');
      await standby.until('/replica');
      const cluster = new PatroniCluster(leader, standby, config, cleanup);
      await waitUntil(() => hasStreamingStandby(cluster.databaseUrl(leader.databasePort)), {
        what: 'the standby streams',
        deadlineMs: 60_000,
      });
      return cluster;
    } catch (error) {
      await cleanup.run();
      throw error;
    }
  }

  /** What `Authorization` has to say to change anything. */
  get authorization(): string {
    const { username, password } = this.config.api;
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  /** Of the superuser, through a port that leads to whichever node. */
  databaseUrl(port: number): string {
    return `postgres://postgres:${this.config.databasePassword}@127.0.0.1:${port}/postgres`;
  }

  stop(): Promise<void> {
    return this.cleanup.run();
  }
}

function newPassword(): string {
  return randomBytes(16).toString('hex');
}
