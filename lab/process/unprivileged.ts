import { chown, mkdir, writeFile } from 'node:fs/promises';
import { accountForPostgres } from '#embedded/account.js';

export interface Invocation {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The same program under the account that PostgreSQL runs under: itself, where we are not root. */
export async function unprivileged({ program, arguments: given }: Invocation): Promise<Invocation> {
  const account = await accountForPostgres();
  if (account === undefined) return { program, arguments: given };
  const { uid, gid } = account;
  // Programs of PostgreSQL ask for the folder that they were started in, which may be closed to that account.
  const elsewhere = ['env', '--chdir=/', program, ...given];
  return { program: 'setpriv', arguments: [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...elsewhere] };
}

/** A directory of that account's, and of nobody else's. */
export async function makeUnprivilegedDirectory(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  await handOver(path);
}

/** A file that only that account may read. */
export async function writeUnprivilegedFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  await handOver(path);
}

async function handOver(path: string): Promise<void> {
  const account = await accountForPostgres();
  if (account !== undefined) await chown(path, account.uid, account.gid);
}
