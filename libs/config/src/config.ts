import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { VARIABLES, type LogLevel, type RateLimit, type Variables, type WorkerQueue } from './variables.js';

export { ConfigError } from './config-error.js';
export type { RateLimit } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names of all variables that are read; `.env.example` explains each of them. */
export const ENVIRONMENT_VARIABLES: readonly string[] = Object.keys(VARIABLES.shape);

/** How tokens are verified. At least one of `secret` and `jwksUrl` is there. */
export interface AuthConfig {
  /** HS256. */
  readonly secret: string | null;
  readonly jwksUrl: string | null;
  readonly issuer: string | null;
  readonly audience: string | null;
}

/** What is limited per caller; null: not limited. */
export interface RateLimits {
  /** Creation of plans. */
  readonly plans: RateLimit | null;
  /** Initiation of failovers. */
  readonly failovers: RateLimit | null;
  /** Scheduling of tests. */
  readonly tests: RateLimit | null;
  /** Queries of the dashboard. */
  readonly dashboard: RateLimit | null;
}

export type QueueConfig = {
  /** Keeps several installations on one Redis or one database apart. */
  readonly prefix: string;
  readonly url: string;
  readonly backend: 'postgres' | 'redis';
};

/** What is null here leaves its channel not configured: deliveries say so, and nothing else fails. */
export interface NotificationConfig {
  readonly smtpUrl: string | null;
  /** Sender of e-mails. */
  readonly from: string | null;
  /** Base64, without its prefix. */
  readonly webhookSecret: string | null;
  /** Where people reach the API. */
  readonly publicUrl: string | null;
  /** Before the second attempt. */
  readonly retryMs: number;
  /** For one attempt. */
  readonly timeoutMs: number;
}

export interface Config {
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly bodyLimitBytes: number;
    readonly maxEventStreams: number;
  };
  readonly database: { readonly url: string; readonly poolSize: number };
  readonly queue: QueueConfig;
  /** Null: this process can not verify tokens. */
  readonly auth: AuthConfig | null;
  readonly secrets: { readonly key: Buffer };
  readonly bundles: {
    /** Seed of the Ed25519 key that signs; null: it is derived from the key of the secrets. */
    readonly signingKey: Buffer | null;
    /** Public keys that signed before it, base64url. */
    readonly formerKeys: readonly string[];
  };
  readonly rateLimits: RateLimits;
  readonly worker: {
    readonly queues: readonly WorkerQueue[];
    /** The vantage point that its probes are made from. */
    readonly location: string;
    readonly concurrency: number;
    readonly leaseTtlMs: number;
    readonly sweepIntervalMs: number;
    readonly canaryIntervalMs: number;
    readonly readinessIntervalMs: number;
  };
  readonly notifications: NotificationConfig;
  /** The API must know the same ones as the workers. */
  readonly actions: {
    /** Absolute paths of programs that steps may run. */
    readonly allowedCommands: readonly string[];
    /** What backups may be restored by (programs, and directories of them), and below which directories. */
    readonly restore: { readonly programs: readonly string[]; readonly directories: readonly string[] };
    /** Names or absolute paths of packages with actions of the users' own. */
    readonly packages: readonly string[];
  };
  readonly shutdownGraceMs: number;
  readonly logLevel: LogLevel;
  /** Only the supervisor keeps things there. */
  readonly dataDir: string;
}

/** The configuration of a process that answers requests: it has to know who asks. */
export interface ApiConfig extends Config {
  readonly auth: AuthConfig;
}

/** @throws ConfigError naming every fault at once. */
export function loadConfig(env: Environment = process.env): Config {
  return toConfig(readVariables(env, []));
}

/** @throws ConfigError naming every fault at once. */
export function loadApiConfig(env: Environment = process.env): ApiConfig {
  const given = withoutEmpty(env);
  const missing = given['JWT_SECRET'] === undefined && given['JWKS_URL'] === undefined;
  const config = toConfig(
    readVariables(env, missing ? ['JWT_SECRET or JWKS_URL: one of them is required, or no token can be verified'] : []),
  );
  return { ...config, auth: config.auth! };
}

function readVariables(env: Environment, faults: readonly string[]): Variables {
  const result = VARIABLES.safeParse(withoutEmpty(env));
  const all = [...faults, ...(result.success ? [] : result.error.issues.map((issue) => describe(issue, env)))];
  if (!result.success || all.length > 0) throw new ConfigError([...new Set(all)]);
  return result.data;
}

function describe(issue: z.core.$ZodIssue, env: Environment): string {
  const name = String(issue.path[0]);
  return env[name] === undefined || env[name] === '' ? `${name}: is required` : `${name}: ${issue.message}`;
}

/** An empty variable (`PORT=` in a compose file) is one that is not set. */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function toConfig(variables: Variables): Config {
  const { JWT_SECRET, JWKS_URL } = variables;
  const queueUrl = variables.QUEUE_URL ?? variables.DATABASE_URL;
  return {
    http: {
      host: variables.HOST,
      port: variables.PORT,
      bodyLimitBytes: variables.BODY_LIMIT,
      maxEventStreams: variables.EVENT_STREAMS,
    },
    database: { url: variables.DATABASE_URL, poolSize: variables.DATABASE_POOL_SIZE },
    queue: {
      prefix: variables.QUEUE_PREFIX,
      url: queueUrl,
      backend: /^rediss?:/.test(queueUrl) ? 'redis' : 'postgres',
    },
    auth:
      JWT_SECRET === undefined && JWKS_URL === undefined
        ? null
        : {
            secret: JWT_SECRET ?? null,
            jwksUrl: JWKS_URL ?? null,
            issuer: variables.JWT_ISSUER ?? null,
            audience: variables.JWT_AUDIENCE ?? null,
          },
    secrets: { key: variables.SECRETS_KEY },
    bundles: {
      signingKey: variables.BUNDLE_SIGNING_KEY ?? null,
      formerKeys: variables.BUNDLE_FORMER_KEYS,
    },
    rateLimits: {
      plans: variables.RATE_LIMIT_PLANS,
      failovers: variables.RATE_LIMIT_FAILOVERS,
      tests: variables.RATE_LIMIT_TESTS,
      dashboard: variables.RATE_LIMIT_DASHBOARD,
    },
    worker: {
      queues: variables.WORKER_QUEUES,
      location: variables.WORKER_LOCATION,
      concurrency: variables.WORKER_CONCURRENCY,
      leaseTtlMs: variables.LEASE_TTL_MS,
      sweepIntervalMs: variables.SWEEP_INTERVAL_MS,
      canaryIntervalMs: variables.CANARY_INTERVAL_MS,
      readinessIntervalMs: variables.READINESS_INTERVAL_MS,
    },
    notifications: {
      smtpUrl: variables.SMTP_URL ?? null,
      from: variables.NOTIFICATION_FROM ?? null,
      webhookSecret: variables.WEBHOOK_SECRET ?? null,
      publicUrl: variables.PUBLIC_URL ?? null,
      retryMs: variables.NOTIFICATION_RETRY_MS,
      timeoutMs: variables.NOTIFICATION_TIMEOUT_MS,
    },
    actions: {
      allowedCommands: variables.COMMAND_ALLOW,
      restore: { programs: variables.BACKUP_PROGRAMS, directories: variables.RESTORE_DIRECTORIES },
      packages: variables.ACTION_PACKAGES,
    },
    shutdownGraceMs: variables.SHUTDOWN_GRACE_MS,
    logLevel: variables.LOG_LEVEL,
    dataDir: variables.DATA_DIR,
  };
}
