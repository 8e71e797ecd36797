import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process for certain: a pid alone is soon somebody else's, a pid and the time it began is not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

const STATE = 0;
const START_TIME = 19;

/** Undefined when there is no such process, or nothing but its entry in the process table. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = startOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isRunning(process: ProcessIdentity): boolean {
  return startOf(process.pid) === process.startedAt;
}

function startOf(pid: number): string | undefined {
  try {
    // The program's name, in parentheses, may hold anything: the fields that follow begin after the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[STATE] === 'Z' || fields[STATE] === 'X' ? undefined : fields[START_TIME];
  } catch {
    return process.platform === 'linux' ? undefined : startByPs(pid);
  }
}

function startByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
