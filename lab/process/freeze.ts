import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Stops a process and its children where they stand: they are there, hold their ports, and answer nothing. */
export async function freeze(pid: number): Promise<{ readonly thaw: () => void }> {
  // The parent first, so that no child is born behind our back.
  process.kill(pid, 'SIGSTOP');
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const children = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child!);
  for (const child of children) signalIfAlive(child, 'SIGSTOP');
  return {
    thaw: () => {
      for (const each of [...children, pid]) signalIfAlive(each, 'SIGCONT');
    },
  };
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
