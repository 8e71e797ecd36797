import { connect } from 'node:net';
import { DomainError } from '#domain/errors.js';
import { networkReason, PeerUnreachableError } from '../errors.js';
import { stoppable } from '../stoppable.js';

/** Milliseconds for HAProxy to accept, answer and hang up; it takes about one. */
const TIMEOUT_MS = 2_000;

/** HAProxy has refused a command: no such server, or the socket has no `level admin`. */
export class HaproxyRefusedError extends DomainError {
  constructor(address: string, answer: string) {
    // An unknown command is answered with a page of help; its first line is the message.
    const message = answer.trim().split('\n', 1)[0]!;
    super('haproxy_refused', `${address}: ${message}`, { address, answer: message });
  }
}

/**
 * Sends one line of commands, separated by semicolons, to the stats socket and reads all answers (HAProxy Management
 * Guide, section 9.3, "Unix Socket commands"): HAProxy carries the line out in order, ends each answer with an empty
 * line and closes the connection after the last.
 *
 * Names within commands must have been checked: a semicolon or a line break in one would begin another command.
 * @param address `tcp://host:port` or `unix:///path`
 * @throws PeerUnreachableError, ActionAbortedError
 */
export async function askHaproxy(address: string, commands: readonly string[], signal: AbortSignal): Promise<string> {
  const url = new URL(address);
  const socket =
    url.protocol === 'unix:'
      ? connect(decodeURIComponent(url.pathname))
      : connect(Number(url.port), url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.once('error', (error) => reject(new PeerUnreachableError(address, networkReason(error))));
    socket.once('close', () => resolve(text));
    socket.end(`${commands.join(';')}\n`);
  });
  try {
    return await stoppable(answer, {
      what: `a command to ${address}`,
      signal,
      timeoutMs: TIMEOUT_MS,
      stop: () => socket.destroy(),
      onTimeout: () => new PeerUnreachableError(address, 'no answer in time'),
    });
  } finally {
    socket.destroy();
  }
}

/** For commands that answer nothing when they succeed. @throws HaproxyRefusedError */
export async function tellHaproxy(address: string, commands: readonly string[], signal: AbortSignal): Promise<void> {
  const answer = await askHaproxy(address, commands, signal);
  if (answer.trim() !== '') throw new HaproxyRefusedError(address, answer);
  // Each of the commands is acknowledged with an empty line; fewer mean that HAProxy died in between.
  if (answer.length < commands.length) throw new PeerUnreachableError(address, 'the connection was closed');
}
