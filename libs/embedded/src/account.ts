import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EmbeddedPostgresError } from './errors.js';

/** An operating system account that PostgreSQL runs under when we are root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export type Access = 'traverse' | 'read';

const CANDIDATES = ['postgres', 'nobody'];

/** PostgreSQL refuses to run as root; anybody else runs it under their own name (undefined). */
export async function accountForPostgres(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of CANDIDATES) {
    const found = accounts.find((fields) => fields[0] === name);
    const uid = Number(found?.[2]);
    const gid = Number(found?.[3]);
    if (found && uid > 0 && Number.isInteger(gid)) return { name, uid, gid };
  }
  throw new EmbeddedPostgresError(
    'no_unprivileged_account',
    `PostgreSQL refuses to run as root, and there is no account ${CANDIDATES.join(' or ')} to run it under. ` +
      'Start the service as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Whether the account can pass through every folder down to `path` and has `access` there, by the mode bits. */
export async function canReach(account: Account, path: string, access: Access): Promise<boolean> {
  let current = resolve(path);
  let needed = access === 'read' ? 0o5 : 0o1;
  for (;;) {
    if (!(await grants(account, current, needed))) return false;
    const parent = dirname(current);
    if (parent === current) return true;
    current = parent;
    needed = 0o1;
  }
}

async function grants(account: Account, path: string, needed: number): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  // As the kernel does: the first class that applies decides alone. There are no supplementary groups, spawn drops them.
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & needed) === needed;
}
