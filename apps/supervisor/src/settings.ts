import { resolve } from 'node:path';
import { SupervisorError } from './errors.js';

/** What the supervisor itself takes from the environment; the rest is the API's and the worker's business. */
export interface SupervisorSettings {
  dataDir: string;
  host: string;
  port: number;
  databaseUrl: string | undefined;
}

export type Environment = Record<string, string | undefined>;

export function readSettings(env: Environment): SupervisorSettings {
  const port = Number(given(env, 'PORT') ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SupervisorError('invalid_setting', `PORT must be a number from 0 to 65535, not "${env['PORT']}".`);
  }
  return {
    dataDir: resolve(given(env, 'DATA_DIR') ?? '.data'),
    host: given(env, 'HOST') ?? '127.0.0.1',
    port,
    databaseUrl: given(env, 'DATABASE_URL'),
  };
}

/** An empty variable (`PORT=` in a compose file) is one that is not set. */
export function given(env: Environment, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}
