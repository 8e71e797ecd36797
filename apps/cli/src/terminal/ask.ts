import { Writable } from 'node:stream';
import { createInterface } from 'node:readline/promises';

export function hasTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

/** @returns null when the terminal was closed, or the signal aborts. */
export async function ask(question: string, signal: AbortSignal): Promise<string | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<null>((resolve) => terminal.once('close', () => resolve(null)));
  try {
    return await Promise.race([terminal.question(question, { signal }).catch(() => null), closed]);
  } finally {
    terminal.close();
  }
}

/** What is typed is not shown. */
export async function askHidden(question: string): Promise<string> {
  process.stdout.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stdout.write('\n');
  }
}
