import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PostgresCluster } from '#embedded/postgres-cluster.js';
import { type RunningService, startService } from '../../apps/supervisor/src/service.js';
import type { Cleanup } from '../process/cleanup.js';
import { compiled } from '../process/compiled.js';
import { WITHOUT_LIMITS } from '../service/without-limits.js';
import { DEMO_ADMIN, ServiceApi } from './service-api.js';
import type { ServiceLog } from './service-log.js';

/** How often the worker writes a canary: the resolution of the measured RPO. */
export const CANARY_INTERVAL_MS = 100;

export interface DemoServiceOptions {
  readonly directory: string;
  readonly log: ServiceLog;
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

/** The service as `npm start` runs it, with data, database and port of its own. */
export async function startDemoService(options: DemoServiceOptions, cleanup: Cleanup): Promise<ServiceApi> {
  const { directory, log, keep, signal } = options;
  const dataDir = join(directory, 'service');
  // Its database may lie elsewhere than in the directory (see placement.ts), so removing that is not enough.
  if (!keep)
    cleanup.add("the service's data", () => new PostgresCluster({ dataDir: join(dataDir, 'postgres') }).destroy());

  const service = await startService({
    dataDir,
    port: 0,
    // Whatever database or queue this machine's environment names, a demo must not write there.
    env: {
      DATABASE_URL: undefined,
      QUEUE_URL: undefined,
      ...WITHOUT_LIMITS,
      CANARY_INTERVAL_MS: String(CANARY_INTERVAL_MS),
    },
    log: (line) => log.write(line),
    childOutput: (name, line) => log.write(`${name}: ${line}`),
    signal,
  });
  cleanup.add('the service', () => service.stop());
  return new ServiceApi(service.address, await token(service, dataDir), signal);
}

/** By the same command as for everybody: `npm run token`. */
async function token({ secrets }: RunningService, dataDir: string): Promise<string> {
  const program = compiled(new URL('../../apps/supervisor/src/token.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--sub', DEMO_ADMIN, '--role', 'admin'], {
    env: { ...process.env, ...secrets, DATA_DIR: dataDir },
  });
  return stdout.trim();
}
