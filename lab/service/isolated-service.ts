import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresCluster } from '#embedded/postgres-cluster.js';
import { issueToken } from '#security/token.js';
import { startService, type RunningService } from '../../apps/supervisor/src/service.js';
import { WITHOUT_LIMITS } from './without-limits.js';

export const ADMIN = 'admin_123456789';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** The whole service as `npm start` runs it, with a database, data and port of its own, and a client of its API. */
export interface IsolatedService {
  readonly service: RunningService;
  token(claims?: { readonly subject?: string; readonly roles?: readonly string[] }): Promise<string>;
  /** Sends a request under `/disaster-recovery` as an admin, whatever the answer. */
  send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** The same for requests that have to succeed. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

export async function startIsolatedService(env: Readonly<Record<string, string>> = {}): Promise<IsolatedService> {
  const directory = await mkdtemp(join(tmpdir(), 'dr-service-'));
  // PostgreSQL may run under another account, which has to pass through.
  await chmod(directory, 0o711);
  const dataDir = join(directory, 'data');
  const remove = async (): Promise<void> => {
    await new PostgresCluster({ dataDir: join(dataDir, 'postgres') }).destroy();
    await rm(directory, { recursive: true, force: true });
  };
  const service = await startService({
    dataDir,
    port: 0,
    // Whatever this machine's environment names, nothing is written there.
    env: { DATABASE_URL: undefined, QUEUE_URL: undefined, LOG_LEVEL: 'warn', ...WITHOUT_LIMITS, ...env },
    childOutput: 'ignore',
    backoff: { firstMs: 50, maxMs: 1_000, stableMs: 10_000 },
  }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const token: IsolatedService['token'] = ({ subject = ADMIN, roles = ['admin'] } = {}) =>
    issueToken({ subject, roles, expiresInSeconds: 3600, secret: service.secrets.JWT_SECRET });
  const adminToken = await token();
  const send = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const answer = await fetch(`${service.address}/disaster-recovery${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  };
  return {
    service,
    token,
    send,
    call: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const answer = await send<T>(method, path, body);
      if (answer.status >= 300) {
        throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
      return answer.body;
    },
    stop: async () => {
      await service.stop();
      await remove();
    },
  };
}
