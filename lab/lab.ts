import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Site as Role } from '#domain/plan/plan-document.js';
import { PostgresCluster } from '#embedded/postgres-cluster.js';
import { cloneAsStandby } from '#embedded/standby.js';
import { type DnsChoice, type LabDns, startLabDns } from './dns/lab-dns.js';
import type { Edge } from './edge/edge.js';
import { type EdgeChoice, startEdge } from './edge/start-edge.js';
import { Relay } from './link/relay.js';
import { Cleanup } from './process/cleanup.js';
import { waitUntil } from './process/wait-until.js';
import { createOrders, hasStreamingStandby, ORDERS_DATABASE } from './site/orders.js';
import { LabSite } from './site/site.js';

export interface LabOptions {
  /** Made, and removed by stop(). */
  readonly directory: string;
  readonly edge?: EdgeChoice;
  /** Absent: the laboratory has no name server. */
  readonly dns?: DnsChoice;
  readonly siteNames?: Readonly<Record<Role, string>>;
  readonly linkLatencyMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** The name of the edge's backend. */
export const LAB_BACKEND = 'app';

const DEFAULT_NAMES = { primary: 'toronto', secondary: 'vancouver' } as const;

/** Small servers: a laboratory shares its machine with tests and with whoever reads mail there. */
const SETTINGS = { shared_buffers: '32MB', max_connections: '60', wal_receiver_status_interval: '1s' };

/**
 * Two sites on loopback made of real parts: a PostgreSQL and an app at each, the second database streaming from the
 * first over a link that can be cut, an edge that sends clients to the site which is active, and, where wanted and
 * installed, a name server that says where that is.
 */
export class Lab {
  private constructor(
    readonly sites: Readonly<Record<Role, LabSite>>,
    readonly edge: Edge,
    readonly link: Relay,
    /** Null where it has none. */
    readonly dns: LabDns | null,
    private readonly cleanup: Cleanup,
  ) {}

  /** All or nothing: when it fails, or the signal aborts, what had been started is stopped before it throws. */
  static async up(options: LabOptions): Promise<Lab> {
    const cleanup = new Cleanup();
    try {
      return await build(options, cleanup, (sites, edge, link, dns) => new Lab(sites, edge, link, dns, cleanup));
    } catch (error) {
      await cleanup.run();
      throw error;
    }
  }

  /** Site loss: the primary's database and app are gone from one moment to the next. */
  killPrimary(): Promise<void> {
    return this.sites.primary.lose();
  }

  countOrders(role: Role): Promise<number> {
    return this.sites[role].countOrders();
  }

  /** More than one is a split brain. */
  async writableSites(): Promise<readonly LabSite[]> {
    const sites = Object.values(this.sites);
    const writable = await Promise.all(sites.map((site) => site.takesWrites()));
    return sites.filter((_site, index) => writable[index]);
  }

  /** The processes that run now. */
  get pids(): readonly number[] {
    const ofSites = Object.values(this.sites).flatMap(({ processes }) => [processes.database, processes.app]);
    return [...ofSites, this.edge.pid, this.dns?.pid].filter((pid) => pid !== undefined);
  }

  stop(): Promise<void> {
    return this.cleanup.run();
  }
}

type MakeLab = (sites: Record<Role, LabSite>, edge: Edge, link: Relay, dns: LabDns | null) => Lab;

async function build(options: LabOptions, cleanup: Cleanup, makeLab: MakeLab): Promise<Lab> {
  const { directory, signal } = options;
  // Open for passing through: PostgreSQL may have to run under another account than ours.
  await mkdir(directory, { recursive: true, mode: 0o711 });
  cleanup.add(directory, () => rm(directory, { recursive: true, force: true }));
  const databases = await startDatabases(options, cleanup);
  signal?.throwIfAborted();
  const sites = {
    primary: await openSite('primary', databases.primary, options, cleanup),
    secondary: await openSite('secondary', databases.secondary, options, cleanup),
  };
  const edge = await startEdge(options.edge ?? 'auto', {
    backend: LAB_BACKEND,
    servers: [
      { name: sites.primary.name, port: sites.primary.appPort, ready: true },
      { name: sites.secondary.name, port: sites.secondary.appPort, ready: false },
    ],
    directory,
    signal,
  });
  cleanup.add('the edge', () => edge.stop());
  const dns = await startLabDns(options.dns ?? 'none', directory, signal);
  if (dns) cleanup.add('the name server', () => dns.stop());
  return makeLab(sites, edge, databases.link, dns);
}

interface Databases extends Record<Role, PostgresCluster> {
  readonly link: Relay;
}

async function startDatabases({ directory, linkLatencyMs, signal }: LabOptions, cleanup: Cleanup): Promise<Databases> {
  const primary = new PostgresCluster({ dataDir: join(directory, 'primary'), settings: SETTINGS });
  cleanup.add('the primary database', () => primary.destroy());
  await primary.initialise();
  signal?.throwIfAborted();
  await primary.start();
  signal?.throwIfAborted();
  await primary.ensureDatabase(ORDERS_DATABASE);
  await createOrders(primary.url(ORDERS_DATABASE));

  const link = await Relay.listen({ targetPort: primary.port, latencyMs: linkLatencyMs ?? 0 });
  cleanup.add('the link', () => link.close());
  const dataDir = join(directory, 'secondary');
  const clone = {
    dataDir,
    settings: SETTINGS,
    slot: 'secondary',
    applicationName: 'secondary',
    upstreamPort: link.port,
  };
  const secondary = await cloneAsStandby(primary, clone);
  cleanup.add('the secondary database', () => secondary.destroy());
  signal?.throwIfAborted();
  await secondary.start();
  await waitUntil(() => hasStreamingStandby(primary.url(ORDERS_DATABASE)), { what: 'the standby streams', signal });
  return { primary, secondary, link };
}

async function openSite(role: Role, cluster: PostgresCluster, options: LabOptions, cleanup: Cleanup): Promise<LabSite> {
  const name = (options.siteNames ?? DEFAULT_NAMES)[role];
  const site = await LabSite.open({ role, name, cluster, signal: options.signal });
  cleanup.add(`the app of ${name}`, () => site.closeApp());
  return site;
}
