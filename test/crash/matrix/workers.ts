import { pathToFileURL } from 'node:url';
import type { Child } from '../../../lab/process/child.js';
import { compiled } from '../../../lab/process/compiled.js';
import { startNodeChild } from '../../../lab/process/node-child.js';
import { PostgresProxy } from './postgres-proxy.js';
import type { Traps } from './traps.js';

const MAIN = new URL('../../../apps/worker/src/main.js', import.meta.url);
const CLOCK_SHIFT = new URL('./clock-shift.js', import.meta.url);

/** A worker process as it is deployed, which reaches PostgreSQL through a proxy of its own. */
export class MatrixWorker {
  /** How many statements it has sent to PostgreSQL: one that sleeps sends none. */
  asked = 0;

  private constructor(
    private readonly child: Child,
    private readonly proxy: PostgresProxy,
    readonly pid: number,
  ) {}

  static async start(
    databaseUrl: string,
    env: Readonly<Record<string, string>>,
    traps: Traps<MatrixWorker>,
  ): Promise<MatrixWorker> {
    // No statement with a trap comes by before the worker is ready to have one.
    let self: MatrixWorker | undefined;
    const url = new URL(databaseUrl);
    const watcher = traps.watcher(() => self!);
    const proxy = await PostgresProxy.listen(Number(url.port), {
      sent: (statement, parameters) => {
        if (self) self.asked++;
        return watcher.sent(statement, parameters);
      },
      answered: (...what) => watcher.answered(...what),
    });
    url.port = String(proxy.port);
    try {
      const { child } = await startNodeChild({
        name: 'worker',
        module: MAIN,
        env: {
          ...env,
          DATABASE_URL: url.href,
          NODE_OPTIONS: `--import ${pathToFileURL(compiled(CLOCK_SHIFT)).href}`,
        },
      });
      self = new MatrixWorker(child, proxy, child.pid!);
      return self;
    } catch (error) {
      await proxy.close();
      throw error;
    }
  }

  get isAlive(): boolean {
    return this.child.pid !== undefined;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.child.pid !== undefined) process.kill(this.child.pid, signal);
  }

  /** SIGKILL; what it had sent and was held does not arrive any more. */
  async kill(): Promise<void> {
    await this.child.kill();
    await this.proxy.close();
  }

  async stop(): Promise<void> {
    this.signal('SIGCONT');
    await this.child.stop();
    await this.proxy.close();
  }
}
