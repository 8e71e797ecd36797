import { describe, expect, test } from '@jest/globals';
import { ConfigError, ENVIRONMENT_VARIABLES, loadApiConfig, loadConfig, type Environment } from './config.js';

const KEY = Buffer.alloc(32, 7).toString('base64url');
const MINIMAL: Environment = {
  DATABASE_URL: 'postgres://recovery@127.0.0.1:5432/recovery',
  SECRETS_KEY: KEY,
  JWT_SECRET: 'a secret that is long enough for HS256',
};

function faultsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('loadConfig', () => {
  test('fills in defaults, and keeps the queues in the database', () => {
    const config = loadConfig(MINIMAL);
    expect(config.http).toEqual({
      host: '127.0.0.1',
      port: 3000,
      bodyLimitBytes: 1_048_576,
      maxEventStreams: 2_000,
    });
    expect(config.queue).toEqual({ prefix: 'drs', url: MINIMAL['DATABASE_URL'], backend: 'postgres' });
    expect(config.worker.queues).toEqual(['failovers', 'procedures', 'tests', 'monitor', 'notifications']);
    expect(config.secrets.key).toEqual(Buffer.alloc(32, 7));
  });

  test('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ ...MINIMAL, PORT: '', QUEUE_URL: '' }).http.port).toBe(3000);
    expect(faultsOf(() => loadConfig({ ...MINIMAL, DATABASE_URL: '' }))).toEqual(['DATABASE_URL: is required']);
  });

  test('no program may be run unless it is listed, by its whole path', () => {
    expect(loadConfig(MINIMAL).actions.allowedCommands).toEqual([]);
    const listed = { ...MINIMAL, COMMAND_ALLOW: '/bin/true, /usr/bin/env' };
    expect(loadConfig(listed).actions.allowedCommands).toEqual(['/bin/true', '/usr/bin/env']);
    expect(faultsOf(() => loadConfig({ ...MINIMAL, COMMAND_ALLOW: 'true' }))).toEqual([
      'COMMAND_ALLOW: must be a comma-separated list of absolute paths of programs',
    ]);
  });

  test('a redis:// or rediss:// queue is on Redis', () => {
    expect(loadConfig({ ...MINIMAL, QUEUE_URL: 'rediss://cache.example:6380' }).queue.backend).toBe('redis');
  });

  test.each([
    ['512kb', 524_288],
    ['2 MB', 2_097_152],
    ['4096', 4096],
  ])('reads the size %s', (text, bytes) => {
    expect(loadConfig({ ...MINIMAL, BODY_LIMIT: text }).http.bodyLimitBytes).toBe(bytes);
  });

  test("limits are SPEC.md's unless they are said otherwise, or off", () => {
    const hour = { windowSeconds: 3600 };
    expect(loadConfig(MINIMAL).rateLimits).toEqual({
      plans: { limit: 5, ...hour },
      failovers: { limit: 10, ...hour },
      tests: { limit: 20, ...hour },
      dashboard: { limit: 100, ...hour },
    });
    const own = { ...MINIMAL, RATE_LIMIT_PLANS: '7/30m', RATE_LIMIT_FAILOVERS: 'off', RATE_LIMIT_TESTS: '1/2s' };
    expect(loadConfig(own).rateLimits).toMatchObject({
      plans: { limit: 7, windowSeconds: 1800 },
      failovers: null,
      tests: { limit: 1, windowSeconds: 2 },
    });
  });

  test.each(['0/1h', '5', '5/h', '5/1w', '-1/1h', '5/31d', 'none', '5/1h/1h'])('refuses the limit %s', (text) => {
    expect(faultsOf(() => loadConfig({ ...MINIMAL, RATE_LIMIT_PLANS: text }))).toEqual([
      'RATE_LIMIT_PLANS: must be off, or a number of requests per time such as 5/1h, 100/30m or 20/60s (30 days at most)',
    ]);
  });

  test('names every fault at once, and no value', () => {
    const faults = faultsOf(() =>
      loadConfig({
        PORT: '70000',
        DATABASE_URL: 'mysql://root:hunter2@db',
        SECRETS_KEY: 'hunter2',
        JWT_SECRET: 'hunter2',
        WORKER_QUEUES: 'failovers,hunter2',
        LEASE_TTL_MS: 'soon',
        LOG_LEVEL: 'loud',
        BODY_LIMIT: '1gb',
      }),
    );
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'BODY_LIMIT',
      'DATABASE_URL',
      'JWT_SECRET',
      'SECRETS_KEY',
      'WORKER_QUEUES',
      'LEASE_TTL_MS',
      'LOG_LEVEL',
    ]);
    expect(faults.join()).not.toContain('hunter2');
  });

  test('a worker needs no way to verify tokens, an API does', () => {
    const env = { ...MINIMAL, JWT_SECRET: undefined, PORT: 'x' };
    expect(loadConfig({ ...env, PORT: undefined }).auth).toBeNull();
    expect(faultsOf(() => loadApiConfig(env))).toEqual([
      'JWT_SECRET or JWKS_URL: one of them is required, or no token can be verified',
      'PORT: must be a whole number from 0 to 65535',
    ]);
    expect(loadApiConfig({ ...env, PORT: undefined, JWKS_URL: 'https://login.example/jwks' }).auth.jwksUrl).toBe(
      'https://login.example/jwks',
    );
  });

  test('lists what it reads', () => {
    expect(ENVIRONMENT_VARIABLES).toHaveLength(39);
  });
});
