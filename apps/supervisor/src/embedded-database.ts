import { setTimeout as delay } from 'node:timers/promises';
import { PostgresCluster } from '#embedded/postgres-cluster.js';

const SETTINGS = { max_connections: '200' }; // two connection pools of the API and worker, and of their queues
const RESTART_ATTEMPTS = 5;
const RESTART_PAUSE_MS = 500;

export interface EmbeddedDatabaseOptions {
  dataDir: string;
  log: (line: string) => void;
  /** It has ended and could not be started again. */
  onGivenUp: (error: Error) => void;
}

/** The embedded PostgreSQL, started again on the same port when it ends by itself: its clients know the address. */
export class EmbeddedDatabase {
  private cluster: PostgresCluster;
  private stopping = false;
  private watching: Promise<void> = Promise.resolve();

  constructor(private readonly options: EmbeddedDatabaseOptions) {
    this.cluster = new PostgresCluster({ dataDir: options.dataDir, settings: SETTINGS });
  }

  get pid(): number | undefined {
    return this.cluster.pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.cluster.kill(signal);
  }

  /** Resolves with the address of `database`, which is made when it does not exist. */
  async start(database: string): Promise<string> {
    await this.cluster.initialise();
    await this.cluster.start();
    this.watching = this.watch();
    await this.cluster.ensureDatabase(database);
    return this.cluster.url(database);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.cluster.stop('fast');
    await this.watching;
    await this.cluster.stop('fast'); // the watch may have been about to start it again
  }

  private async watch(): Promise<void> {
    for (;;) {
      await this.cluster.waitForExit();
      if (this.stopping) return;
      this.options.log('PostgreSQL ended; starting it again.');
      try {
        await this.startAgain();
      } catch (error) {
        if (!this.stopping) this.options.onGivenUp(error instanceof Error ? error : new Error(String(error)));
        return;
      }
    }
  }

  private async startAgain(): Promise<void> {
    this.cluster = new PostgresCluster({ dataDir: this.options.dataDir, port: this.cluster.port, settings: SETTINGS });
    for (let attempt = 1; !this.stopping; attempt++) {
      try {
        return await this.cluster.start();
      } catch (error) {
        if (attempt === RESTART_ATTEMPTS) throw error;
        await delay(RESTART_PAUSE_MS * attempt);
      }
    }
  }
}
