import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunningService } from '../../apps/supervisor/src/service.js';
import type { Cleanup } from '../process/cleanup.js';
import { compiled } from '../process/compiled.js';
import { startIsolatedService } from '../service/isolated-service.js';
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
  const { service, stop } = await startIsolatedService(
    { CANARY_INTERVAL_MS: String(CANARY_INTERVAL_MS), LOG_LEVEL: 'info' },
    {
      dataDir,
      keep,
      log: (line) => log.write(line),
      childOutput: (name, line) => log.write(`${name}: ${line}`),
      signal,
    },
  );
  cleanup.add('the service', stop);
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
