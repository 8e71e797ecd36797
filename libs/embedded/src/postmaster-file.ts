import { readFile, readlink, realpath } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemErrorCode } from './errors.js';

/** What a postmaster says about itself in `postmaster.pid` in its data directory. */
export interface PostmasterFile {
  readonly pid: number;
  /** `ready` once connections are accepted, on a hot standby too. */
  readonly status: string;
}

const PID_LINE = 0;
const STATUS_LINE = 7;

export async function readPostmasterFile(pgdata: string): Promise<PostmasterFile | undefined> {
  let text: string;
  try {
    text = await readFile(join(pgdata, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const lines = text.split('\n');
  const pid = Number(lines[PID_LINE]);
  // A negative number is a stand-alone backend; nothing of ours starts one.
  return Number.isInteger(pid) && pid > 0 ? { pid, status: lines[STATUS_LINE]?.trim() ?? '' } : undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/**
 * Whether the process is a living postmaster of exactly this data directory. A pid alone proves nothing: after a reboot
 * it may be anybody's. A postmaster works in its data directory, and names it in its arguments.
 */
export async function isPostmasterOf(pid: number, pgdata: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const real = await realpath(pgdata);
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === real && /postgres/.test(await commandOf(pid));
  } catch {
    const command = await commandOf(pid).catch(() => '');
    return /postgres/.test(command) && (command.includes(pgdata) || command.includes(real));
  }
}

async function commandOf(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    return (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
  }
}
