import type { Site as Role } from '#domain/plan/plan-document.js';
import { PostgresCluster } from '#embedded/postgres-cluster.js';
import { AppProcess } from '../app/app-process.js';
import { freeze } from '../process/freeze.js';
import { countOrders, ORDERS_DATABASE, readOrders, takesWrites } from './orders.js';

export interface SiteOptions {
  /** The part it has in the plan, which stays when the work moves. */
  readonly role: Role;
  readonly name: string;
  readonly cluster: PostgresCluster;
  readonly signal?: AbortSignal | undefined;
}

/** A site: its database, and the app in front of it. */
export class LabSite {
  /** Kept, because a database that is dead has no port any more but must still be asked. */
  readonly databaseUrl: string;

  private constructor(
    readonly role: Role,
    readonly name: string,
    private readonly cluster: PostgresCluster,
    private readonly app: AppProcess,
  ) {
    this.databaseUrl = cluster.url(ORDERS_DATABASE);
  }

  /** On a database that runs. */
  static async open({ role, name, cluster, signal }: SiteOptions): Promise<LabSite> {
    const app = await AppProcess.start(name, cluster.url(ORDERS_DATABASE), signal);
    return new LabSite(role, name, cluster, app);
  }

  get appUrl(): string {
    return this.app.url;
  }

  get appPort(): number {
    return this.app.port;
  }

  get processes(): { readonly database: number | undefined; readonly app: number | undefined } {
    return { database: this.cluster.pid, app: this.app.pid };
  }

  countOrders(): Promise<number> {
    return countOrders(this.databaseUrl);
  }

  readOrders(): Promise<Map<number, number>> {
    return readOrders(this.databaseUrl);
  }

  /** A site whose database is gone takes none. */
  async takesWrites(): Promise<boolean> {
    return this.processes.database !== undefined && (await takesWrites(this.databaseUrl));
  }

  /** As a site burns down: no goodbye to anybody. */
  async lose(): Promise<void> {
    this.cluster.kill('SIGKILL');
    await Promise.all([this.cluster.waitForExit(), this.app.kill()]);
  }

  /** The database alone, from one moment to the next. */
  async crashDatabase(): Promise<void> {
    this.cluster.kill('SIGKILL');
    await this.cluster.waitForExit();
  }

  /** The database that crashed comes back where it was, with all that it had. @returns it, for its end. */
  async returnDatabase(): Promise<PostgresCluster> {
    const { dataDir, port } = this.cluster;
    const returned = new PostgresCluster({ dataDir, port });
    await returned.start();
    return returned;
  }

  /** The database hangs, as on a disk that does not answer. */
  async freezeDatabase(): Promise<{ readonly thaw: () => void }> {
    const { pid } = this.cluster;
    if (pid === undefined) throw new Error(`the database of ${this.name} does not run`);
    return freeze(pid);
  }

  /** The app alone; databases end after everybody who uses them. */
  closeApp(): Promise<void> {
    return this.app.stop();
  }
}
