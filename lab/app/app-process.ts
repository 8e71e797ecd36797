import { portIn, startNodeChild } from '../process/node-child.js';
import type { Child } from '../process/child.js';

/** The shop of one site while its process runs. */
export class AppProcess {
  private constructor(
    private readonly child: Child,
    readonly port: number,
  ) {}

  static async start(site: string, databaseUrl: string, signal?: AbortSignal): Promise<AppProcess> {
    const { child, message } = await startNodeChild({
      name: `the app of ${site}`,
      module: new URL('./main.js', import.meta.url),
      env: { SHOP_SITE: site, SHOP_DATABASE_URL: databaseUrl },
      signal,
    });
    return new AppProcess(child, portIn(message));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  kill(): Promise<void> {
    return this.child.kill();
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
