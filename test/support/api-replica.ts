import { startNodeChild } from '../../lab/process/node-child.js';
import type { Child } from '../../lab/process/child.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';

export interface ApiReplica {
  readonly address: string;
  readonly process: Child;
}

/** One more API on the database of a service that runs, as a second replica would be. */
export async function startApiReplica(
  { service }: IsolatedService,
  env: Readonly<Record<string, string>> = {},
): Promise<ApiReplica> {
  const { child, message } = await startNodeChild({
    name: 'API replica',
    module: new URL('../../apps/api/src/main.js', import.meta.url),
    env: {
      QUEUE_URL: '',
      LOG_LEVEL: 'warn',
      ...env,
      DATABASE_URL: service.databaseUrl,
      ...service.secrets,
      HOST: '127.0.0.1',
      PORT: '0',
    },
  });
  return { address: (message as { address: string }).address, process: child };
}
