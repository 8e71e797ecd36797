import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether anybody listens there. */
export function isOpen(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Command lines of the processes that were started with this folder as an argument or in their environment. */
export function processesUnder(folder: string): readonly string[] {
  if (!existsSync('/proc')) return []; // not Linux: ports and files must do
  const found: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      if (`${commandLine}${environment}`.includes(folder)) found.push(commandLine.replaceAll('\0', ' '));
    } catch {
      continue; // it has ended, or is somebody else's
    }
  }
  return found;
}
