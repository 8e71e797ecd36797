import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from './data-directory.js';
import { SupervisorError, systemErrorCode } from './errors.js';
import { type Environment, given } from './settings.js';

export interface Secrets {
  /** Signs the tokens. */
  JWT_SECRET: string;
  /** Encrypts the secrets that plans refer to. */
  SECRETS_KEY: string;
}

/** From the environment, else from DATA_DIR/secrets.json, which is made once and kept. */
export function loadSecrets(dataDir: string, env: Environment): Secrets {
  const fromEnv = { JWT_SECRET: given(env, 'JWT_SECRET'), SECRETS_KEY: given(env, 'SECRETS_KEY') };
  const { JWT_SECRET, SECRETS_KEY } = fromEnv;
  if (JWT_SECRET !== undefined && SECRETS_KEY !== undefined) return { JWT_SECRET, SECRETS_KEY };
  const kept = keptSecrets(dataDir);
  return { JWT_SECRET: JWT_SECRET ?? kept.JWT_SECRET, SECRETS_KEY: SECRETS_KEY ?? kept.SECRETS_KEY };
}

function keptSecrets(dataDir: string): Secrets {
  makeDirectory(dataDir);
  const path = join(dataDir, 'secrets.json');
  return readSecrets(path) ?? makeSecrets(path);
}

function readSecrets(path: string): Secrets | undefined {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
    if (typeof content.JWT_SECRET === 'string' && typeof content.SECRETS_KEY === 'string') return content as Secrets;
    throw new Error('JWT_SECRET or SECRETS_KEY is missing');
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT') return undefined;
    // Never replaced by new ones: what the old key encrypted would be lost.
    throw new SupervisorError('secrets_unreadable', `${path} cannot be read: ${String(cause)}`, { cause });
  }
}

function makeSecrets(path: string): Secrets {
  const secrets: Secrets = { JWT_SECRET: randomKey(), SECRETS_KEY: randomKey() };
  const whole = `${path}.${process.pid}`;
  writeFileSync(whole, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(whole, path); // unlike a rename, it fails when `npm run token` was faster: one pair of keys must win
    return secrets;
  } catch (error) {
    const theirs = systemErrorCode(error) === 'EEXIST' ? readSecrets(path) : undefined;
    if (!theirs) throw error;
    return theirs;
  } finally {
    rmSync(whole, { force: true });
  }
}

function randomKey(): string {
  return randomBytes(32).toString('base64url');
}
