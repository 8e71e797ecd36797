import { z } from 'zod';

export const WORKER_QUEUES = ['failovers', 'procedures', 'tests', 'monitor', 'notifications'] as const;
export type WorkerQueue = (typeof WORKER_QUEUES)[number];

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1024, mb: 1024 * 1024 };

const TIME_UNITS_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const MAX_WINDOW_S = 30 * 86_400;

/** At most `limit` requests in any `windowSeconds`. */
export interface RateLimit {
  readonly limit: number;
  readonly windowSeconds: number;
}

function wholeNumber(min: number, max: number, fallback: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
    .default(fallback);
}

function url(protocols: readonly string[]) {
  const message = `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), message);
}

const bytes = z
  .string()
  .regex(/^\d{1,9} ?(b|kb|mb)?$/i, 'must be a size such as 1048576, 512kb or 1mb')
  .transform((value) => {
    const [, count, unit = ''] = /^(\d+) ?([a-z]*)$/i.exec(value)!;
    return Number(count) * SIZE_UNITS[unit.toLowerCase()]!;
  })
  .pipe(
    z
      .number()
      .min(1024, 'must be at least 1kb')
      .max(100 * SIZE_UNITS['mb']!, 'must be at most 100mb'),
  );

const queueList = z
  .string()
  .transform((value) => value.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(WORKER_QUEUES, `must be a comma-separated list of ${WORKER_QUEUES.join(', ')}`)))
  .transform((names) => [...new Set(names)]);

const programList = z
  .string()
  .transform((value) => value.split(',').map((path) => path.trim()))
  .pipe(z.array(z.string().regex(/^\/[^\0]*[^\0/]$/, 'must be a comma-separated list of absolute paths of programs')));

const directoryList = z
  .string()
  .transform((value) => value.split(',').map((path) => path.trim()))
  .pipe(
    z.array(z.string().regex(/^\/[^\0]*[^\0/]$/, 'must be a comma-separated list of absolute paths of directories')),
  );

const packageList = z
  .string()
  .transform((value) => value.split(',').map((name) => name.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(/^(\/|@?[a-z0-9])[^\s\0]*$/, 'must be a comma-separated list of package names or absolute paths'),
    ),
  );

const key = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}=?$/, 'must be 32 bytes in base64url')
  .transform((value) => Buffer.from(value, 'base64url'));

const publicKeys = z
  .string()
  .transform((value) => value.split(',').map((one) => one.trim()))
  .pipe(z.array(z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be keys of 32 bytes in base64url, separated by commas')));

/** As the Standard Webhooks specification writes a secret: 24 to 64 bytes in base64. */
const webhookSecret = z
  .string()
  .regex(/^(whsec_)?[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
  .transform((value) => value.replace(/^whsec_/, ''))
  .refine((value) => {
    const { length } = Buffer.from(value, 'base64');
    return value.length % 4 === 0 && length >= 24 && length <= 64;
  }, 'must be whsec_ and 24 to 64 bytes in base64');
/** `5/1h`: at most 5 in any hour; `off`: no limit. */
function rateLimit(fallback: RateLimit) {
  const message = 'must be off, or a number of requests per time such as 5/1h, 100/30m or 20/60s (30 days at most)';
  return z
    .string()
    .regex(/^(off|[1-9]\d{0,5}\/[1-9]\d{0,6}[smhd])$/, message)
    .transform((value): RateLimit | null => {
      if (value === 'off') return null;
      const [, limit, count, unit] = /^(\d+)\/(\d+)([smhd])$/.exec(value)!;
      return { limit: Number(limit), windowSeconds: Number(count) * TIME_UNITS_S[unit!]! };
    })
    .refine((rate) => rate === null || rate.windowSeconds <= MAX_WINDOW_S, message)
    .default(fallback);
}

/** Every variable that the service reads, with its check and its default. */
export const VARIABLES = z.object({
  PORT: wholeNumber(0, 65_535, 3000),
  HOST: z.string().default('127.0.0.1'),
  BODY_LIMIT: bytes.default(1024 * 1024),
  EVENT_STREAMS: wholeNumber(1, 100_000, 2000),
  DATABASE_URL: url(['postgres:', 'postgresql:']),
  DATABASE_POOL_SIZE: wholeNumber(1, 1000, 10),
  QUEUE_URL: url(['redis:', 'rediss:', 'postgres:', 'postgresql:']).optional(),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1 to 32 letters, digits, _ or -')
    .default('drs'),
  JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  JWKS_URL: url(['https:', 'http:']).optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  SECRETS_KEY: key,
  BUNDLE_SIGNING_KEY: key.optional(),
  BUNDLE_FORMER_KEYS: publicKeys.default([]),
  // SPEC.md, "Rate Limiting": each per admin.
  RATE_LIMIT_PLANS: rateLimit({ limit: 5, windowSeconds: 3600 }),
  RATE_LIMIT_FAILOVERS: rateLimit({ limit: 10, windowSeconds: 3600 }),
  RATE_LIMIT_TESTS: rateLimit({ limit: 20, windowSeconds: 3600 }),
  RATE_LIMIT_DASHBOARD: rateLimit({ limit: 100, windowSeconds: 3600 }),
  WORKER_QUEUES: queueList.default([...WORKER_QUEUES]),
  WORKER_LOCATION: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'must be 1 to 63 letters, digits, ., _ or -')
    .default('default'),
  WORKER_CONCURRENCY: wholeNumber(1, 1000, 50),
  LEASE_TTL_MS: wholeNumber(100, 3_600_000, 3000),
  SWEEP_INTERVAL_MS: wholeNumber(50, 3_600_000, 1000),
  CANARY_INTERVAL_MS: wholeNumber(50, 3_600_000, 1000),
  READINESS_INTERVAL_MS: wholeNumber(100, 86_400_000, 300_000),
  SMTP_URL: url(['smtp:', 'smtps:']).optional(),
  NOTIFICATION_FROM: z.string().max(320, 'must have at most 320 characters').optional(),
  WEBHOOK_SECRET: webhookSecret.optional(),
  PUBLIC_URL: url(['https:', 'http:']).optional(),
  NOTIFICATION_RETRY_MS: wholeNumber(1, 3_600_000, 5000),
  NOTIFICATION_TIMEOUT_MS: wholeNumber(100, 600_000, 10_000),
  COMMAND_ALLOW: programList.default([]),
  BACKUP_PROGRAMS: programList.default([]),
  RESTORE_DIRECTORIES: directoryList.default([]),
  ACTION_PACKAGES: packageList.default([]),
  SHUTDOWN_GRACE_MS: wholeNumber(0, 3_600_000, 10_000),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  DATA_DIR: z.string().default('.data'),
});

export type Variables = z.output<typeof VARIABLES>;
