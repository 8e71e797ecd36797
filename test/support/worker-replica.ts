import type { Child } from '../../lab/process/child.js';
import { startNodeChild } from '../../lab/process/node-child.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

/** One more worker on the database of a service that runs, beside the one that the service supervises. */
export async function startWorkerReplica(
  { service }: IsolatedService,
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const { child } = await startNodeChild({
    name: 'worker replica',
    module: new URL('../../apps/worker/src/main.js', import.meta.url),
    env: {
      QUEUE_URL: '',
      LOG_LEVEL: 'warn',
      ...env,
      DATABASE_URL: service.databaseUrl,
      SECRETS_KEY: service.secrets.SECRETS_KEY,
    },
  });
  return child;
}
