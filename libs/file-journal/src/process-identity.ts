import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const STATE = 0;
const START_TIME = 19;

/** A process for certain, on its host: a pid alone is soon somebody else's. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it began, in the kernel's own count; null where that can not be known. */
  readonly started: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) };
}

/** Whether it has certainly ended. Of processes of other hosts nothing is certain. */
export function isGone({ host, pid, started }: ProcessIdentity): boolean {
  if (host !== hostname()) return false;
  if (!exists(pid)) return true;
  return started !== null && startOf(pid) !== started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string | null {
  try {
    // The program's name, in parentheses, may hold anything: the fields that follow begin after the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[STATE] === 'Z' || fields[STATE] === 'X' ? null : (fields[START_TIME] ?? null);
  } catch {
    return null;
  }
}
