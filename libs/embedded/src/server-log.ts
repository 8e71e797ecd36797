import { open, readFile, rename, stat } from 'node:fs/promises';

const ROTATE_AT_BYTES = 10 * 1024 * 1024;
const TAIL_LINES = 15;

export interface ServerLog {
  readonly fd: number;
  close: () => Promise<void>;
  /** The last lines written since it was opened. */
  tail: () => Promise<string>;
}

/** Opens the log for appending. A file rather than a pipe: a server that outlives us must not meet a broken pipe. */
export async function openServerLog(path: string): Promise<ServerLog> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > ROTATE_AT_BYTES) await rename(path, `${path}.1`);
  const from = size > ROTATE_AT_BYTES ? 0 : size;
  const file = await open(path, 'a', 0o600);
  return {
    fd: file.fd,
    close: () => file.close(),
    tail: async () => {
      const written = (await readFile(path)).subarray(from).toString('utf8');
      return written.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
    },
  };
}
