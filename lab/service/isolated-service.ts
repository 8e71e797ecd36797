import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDrClient, type DrClient } from '#api-client/client.js';
import { PostgresCluster } from '#embedded/postgres-cluster.js';
import { issueToken, type TokenRequest } from '#security/token.js';
import { startService, type RunningService, type ServiceOptions } from '../../apps/supervisor/src/service.js';
import { WITHOUT_LIMITS } from './without-limits.js';

export const ADMIN = 'admin_123456789';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export interface IsolatedServiceOptions extends Pick<ServiceOptions, 'log' | 'childOutput' | 'signal'> {
  /** Where its data are to lie; a directory of its own when absent, which is removed at the end. */
  readonly dataDir?: string;
  /** Leaves the database where it is at the end. */
  readonly keep?: boolean;
}

/** The whole service as `npm start` runs it, with a database, data and port of its own, and a client of its API. */
export interface IsolatedService {
  readonly service: RunningService;
  /** As an admin. */
  readonly api: DrClient;
  token(claims?: Partial<TokenRequest>): Promise<string>;
  /** Sends what the client would not: a request under `/disaster-recovery` as an admin, whatever the answer. */
  send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** The same for requests that have to succeed. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  readonly stop: () => Promise<void>;
}

/** Started again fast: nobody waits here for a service that is broken. */
const BACKOFF = { firstMs: 50, maxMs: 1_000, stableMs: 10_000 };

/** For a machine that has much else to do, in milliseconds. */
const READY_TIMEOUT_MS = 140_000;

/** Whatever this machine's environment names, nothing is written there and no key of it is taken. */
const OF_NOBODY = { DATABASE_URL: '', QUEUE_URL: '', JWT_SECRET: '', SECRETS_KEY: '', JWKS_URL: '' };

/** @throws what the service could not be started for; nothing is left behind then */
export async function startIsolatedService(
  env: Readonly<Record<string, string>> = {},
  options: IsolatedServiceOptions = {},
): Promise<IsolatedService> {
  const { keep = false, childOutput = 'ignore', ...given } = options;
  const { dataDir, remove } = await placeFor(options.dataDir, keep);
  const service = await startService({
    backoff: BACKOFF,
    readyTimeoutMs: READY_TIMEOUT_MS,
    ...given,
    dataDir,
    port: 0,
    env: { ...OF_NOBODY, LOG_LEVEL: 'warn', ...WITHOUT_LIMITS, ...env },
    childOutput,
  }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const token: IsolatedService['token'] = (claims = {}) =>
    issueToken({
      subject: ADMIN,
      roles: ['admin'],
      expiresInSeconds: 3600,
      secret: service.secrets.JWT_SECRET,
      ...claims,
    });
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
    api: createDrClient({ baseUrl: service.address, token: adminToken, signal: options.signal }),
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

interface Place {
  readonly dataDir: string;
  readonly remove: () => Promise<void>;
}

/** The database may lie elsewhere than in the directory (see placement.ts), so removing that is not enough. */
async function placeFor(given: string | undefined, keep: boolean): Promise<Place> {
  const own = given === undefined ? await mkdtemp(join(tmpdir(), 'dr-service-')) : undefined;
  // PostgreSQL may run under another account, which has to pass through.
  if (own !== undefined) await chmod(own, 0o711);
  const dataDir = given ?? join(own!, 'data');
  return {
    dataDir,
    remove: async () => {
      if (!keep) await new PostgresCluster({ dataDir: join(dataDir, 'postgres') }).destroy();
      if (own !== undefined) await rm(own, { recursive: true, force: true });
    },
  };
}
