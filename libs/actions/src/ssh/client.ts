import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, type ProgramResult } from '../process/run-program.js';

/** Seconds to reach the server. */
const CONNECT_TIMEOUT_S = 10;

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `type base64` */
  readonly hostKey: string;
  readonly privateKey: string;
}

/** Runs one command line. The key lies in a folder of its own, readable by this account only, for as long as that takes. */
export async function runOverSsh(
  login: Login,
  command: string,
  stdin: string,
  signal: AbortSignal,
): Promise<ProgramResult> {
  const folder = await mkdtemp(join(tmpdir(), 'dr-ssh-'));
  try {
    const key = join(folder, 'key');
    const knownHosts = join(folder, 'known_hosts');
    // OpenSSH does not take a key without a line break at its end.
    await writeFile(key, `${login.privateKey.trim()}\n`, { mode: 0o600 });
    await writeFile(knownHosts, `host ${login.hostKey}\n`, { mode: 0o600 });
    return await runProgram(
      {
        path: '/usr/bin/ssh',
        arguments: [...optionsOf(login, key, knownHosts), '--', login.host, command],
        environment: { PATH: '/usr/bin:/bin', HOME: folder },
        directory: folder,
        stdin,
      },
      signal,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing of the account's own configuration, agents and keys; nobody who could be asked for a password. */
function optionsOf({ port, user }: Login, key: string, knownHosts: string): readonly string[] {
  const options = {
    BatchMode: 'yes',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    StrictHostKeyChecking: 'yes',
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: '/dev/null',
    HostKeyAlias: 'host',
    ConnectTimeout: String(CONNECT_TIMEOUT_S),
    ServerAliveInterval: '5',
    ServerAliveCountMax: '3',
    ClearAllForwardings: 'yes',
    LogLevel: 'ERROR',
  };
  const pairs = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return ['-F', 'none', '-T', '-p', String(port), '-l', user, '-i', key, ...pairs];
}
