import { spawn } from 'node:child_process';
import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './errors.js';

/** Makes an empty cluster in `directory`; `home` is a folder of ours that the account can pass through. */
export async function runInitdb(
  binaries: Binaries,
  directory: string,
  home: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  // initdb takes a password from a file only, and reads it under the account it runs as.
  const passwordFile = join(home, '.initdb-password');
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (account) await chown(passwordFile, account.uid, account.gid);
    const options = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    options.push('--encoding=UTF8', '--locale=C');
    await run(binaries.initdb, ['-D', directory, ...options], account);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function run(program: string, args: string[], account: Account | undefined): Promise<void> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentForPostgres(),
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => reject(new EmbeddedPostgresError('initdb_failed', cause.message, { cause })));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new EmbeddedPostgresError('initdb_failed', `initdb failed:\n${output.trim()}`));
    });
  });
}

/** Without PG* variables, which would steer the server and its tools, and with messages we can read. */
export function environmentForPostgres(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
