import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Body } from '#api-client/body.js';
import { otherSite, type Hook, type Site } from '#domain/plan/plan-document.js';
import { freePort } from '#embedded/free-port.js';
import { PostgresCluster, type PostgresClusterOptions } from '#embedded/postgres-cluster.js';
import { cloneAsStandby } from '#embedded/standby.js';
import { waitUntil } from '../process/wait-until.js';
import { createOrders, hasStreamingStandby, ORDERS_DATABASE } from './orders.js';

const SETTINGS = {
  shared_buffers: '16MB',
  max_connections: '60',
  wal_receiver_status_interval: '1s',
  wal_retrieve_retry_interval: '200ms',
};

/** Less than a hook may take, and more than a start does on a busy machine. */
const START_TIMEOUT_MS = 110_000;

const SLOT = { primary: 'dr_primary', secondary: 'dr_secondary' } as const;

/**
 * Two PostgreSQL servers, the second a standby of the first, and an agent that stops, starts and copies them when it is
 * asked by HTTP: what a plan's `control` needs. The embedded programs have neither pg_rewind nor pg_basebackup, so a
 * server is made a standby by a new copy (`cloneAsStandby`).
 */
export class ReplicatedPair {
  private agent: Server | undefined;
  private refused: string | undefined;

  private constructor(
    private readonly folder: string,
    private readonly servers: Record<Site, PostgresCluster>,
  ) {}

  static async up(): Promise<ReplicatedPair> {
    const folder = await mkdtemp(join(tmpdir(), 'dr-pair-'));
    // PostgreSQL may run under another account, which has to pass through.
    await chmod(folder, 0o711);
    const options = async (site: Site): Promise<PostgresClusterOptions> => ({
      dataDir: join(folder, site),
      port: await freePort(),
      settings: SETTINGS,
      startTimeoutMs: START_TIMEOUT_MS,
    });
    const primary = new PostgresCluster(await options('primary'));
    await primary.initialise();
    await primary.start();
    await primary.ensureDatabase(ORDERS_DATABASE);
    await createOrders(primary.url(ORDERS_DATABASE));
    const standby = { slot: SLOT.secondary, applicationName: SLOT.secondary };
    const secondary = await cloneAsStandby(primary, { ...(await options('secondary')), ...standby });
    await secondary.start();
    await waitUntil(() => hasStreamingStandby(primary.url(ORDERS_DATABASE)), { what: 'the standby streams' });
    const pair = new ReplicatedPair(folder, { primary, secondary });
    await pair.listen();
    return pair;
  }

  url(site: Site): string {
    return this.servers[site].url(ORDERS_DATABASE);
  }

  /** The servers of the plan's component, with how each is made a standby of the other. */
  targets(secretOf: (site: Site) => string): Body<'TargetsRequest'> {
    const target = (site: Site) => ({
      driver: 'postgres' as const,
      url: `secret://${secretOf(site)}`,
      control: {
        slot: SLOT[site],
        stop: this.hook(site, 'stop'),
        start: this.hook(site, 'start'),
        base_copy: this.hook(site, 'copy'),
        timeout: 120,
      },
    });
    return { primary: target('primary'), secondary: target('secondary') };
  }

  /** As a site burns down: no goodbye to anybody. */
  async lose(site: Site): Promise<void> {
    this.servers[site].kill('SIGKILL');
    await this.servers[site].waitForExit();
  }

  /** As a machine comes back that knows nothing of what happened meanwhile. */
  async bringBack(site: Site): Promise<void> {
    await this.servers[site].start();
  }

  /** From now on the agent of a site does not do this; null: it does everything again. */
  refuse(order: 'stop' | 'start' | 'copy' | null): void {
    this.refused = order ?? undefined;
  }

  async down(): Promise<void> {
    const { agent } = this;
    if (agent !== undefined) {
      agent.closeAllConnections();
      await new Promise((resolve) => agent.close(resolve));
    }
    await this.servers.secondary.destroy();
    await this.servers.primary.destroy();
    await rm(this.folder, { recursive: true, force: true });
  }

  private hook(site: Site, order: string): Hook {
    const { port } = this.agent!.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/${site}/${order}`;
    return { action: 'http', with: { method: 'POST', url, expect: { status: [200] } } };
  }

  private async listen(): Promise<void> {
    const agent = createServer((request, response) => {
      const [, site, order] = (request.url ?? '').split('/');
      this.obey(site as Site, order ?? '').then(
        () => response.writeHead(200).end(),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    await new Promise<void>((resolve) => agent.listen(0, '127.0.0.1', resolve));
    this.agent = agent;
  }

  private async obey(site: Site, order: string): Promise<void> {
    if (order === this.refused) throw new Error(`${order} is refused`);
    const server = this.servers[site];
    switch (order) {
      case 'stop':
        return server.stop();
      case 'start':
        if (server.pid === undefined) await server.start();
        return;
      case 'copy':
        return this.copy(site);
      default:
        throw new Error(`no such order: ${order}`);
    }
  }

  private async copy(site: Site): Promise<void> {
    const { port, dataDir } = this.servers[site];
    await this.servers[site].destroy();
    this.servers[site] = await cloneAsStandby(this.servers[otherSite(site)], {
      dataDir,
      port,
      settings: SETTINGS,
      startTimeoutMs: START_TIMEOUT_MS,
      slot: SLOT[site],
      applicationName: SLOT[site],
    });
  }
}
