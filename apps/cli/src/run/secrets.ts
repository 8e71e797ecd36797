import { randomBytes } from 'node:crypto';
import type { SecretResolver } from '#actions/ports.js';
import type { PlanBundle } from '#bundle/plan-bundle.js';
import { CANARY_KEY, openSecrets } from '#bundle/sealed-secrets.js';
import { secretName, secretReferences } from '#bundle/secret-references.js';
import { DomainError } from '#domain/errors.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { readJsonFile, readTextFile } from '../arguments.js';
import { UsageError } from '../errors.js';
import { askHidden, hasTerminal } from '../terminal/ask.js';

export interface RunSecrets extends SecretResolver {
  readonly canaryKey: Buffer;
}

const KEY_BYTES = 32;

export interface SecretSources {
  readonly passphraseFile: string | undefined;
  readonly secretsFile: string | undefined;
  /** Whether the terminal may be asked for the passphrase. */
  readonly mayAsk: boolean;
}

/**
 * What the runbook refers to, all of it before the first step begins.
 * @throws UsageError, SecretsLockedError
 */
export async function runSecrets(bundle: PlanBundle, runbook: Runbook, sources: SecretSources): Promise<RunSecrets> {
  const own = sources.secretsFile === undefined ? new Map<string, string>() : fromFile(sources.secretsFile);
  const needed = secretReferences(runbook);
  const isEnough = needed.every((name) => own.has(name));
  const sealed =
    isEnough && sources.passphraseFile === undefined ? new Map<string, string>() : await unsealed(bundle, sources);
  const values = new Map([...sealed, ...own]);
  const missing = needed.filter((name) => !values.has(name));
  if (missing.length > 0) throw new UsageError(`secrets are missing: ${missing.join(', ')} (--secrets-file)`);
  const canaryKey = values.get(CANARY_KEY);
  return {
    // Without the service's key no canary of it can be told from a forged one: then nothing is claimed from them.
    canaryKey: canaryKey === undefined ? randomBytes(KEY_BYTES) : Buffer.from(canaryKey, 'base64url'),
    resolve(reference) {
      const name = secretName(reference);
      if (name === null) return Promise.resolve(reference);
      const value = values.get(name);
      if (value !== undefined) return Promise.resolve(value);
      return Promise.reject(new DomainError('secret_not_found', `No secret is named ${name}`, { name }));
    },
  };
}

async function unsealed(bundle: PlanBundle, sources: SecretSources): Promise<ReadonlyMap<string, string>> {
  const { secrets, bundle_id: context } = bundle;
  if (secrets.mode === 'none') return new Map();
  return openSecrets(secrets, await passphrase(sources), context);
}

async function passphrase({ passphraseFile, mayAsk }: SecretSources): Promise<string> {
  if (passphraseFile !== undefined) return readTextFile(passphraseFile).replace(/\r?\n$/, '');
  if (mayAsk && hasTerminal()) return askHidden('Passphrase of the bundle: ');
  throw new UsageError('the secrets are sealed: --passphrase-file is missing');
}

function fromFile(path: string): ReadonlyMap<string, string> {
  const document = readJsonFile(path);
  const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
  const entries = isObject ? Object.entries(document) : [];
  if (!isObject || !entries.every(([, value]) => typeof value === 'string')) {
    throw new UsageError(`${path} must be an object of names and texts`);
  }
  return new Map(entries as [string, string][]);
}
