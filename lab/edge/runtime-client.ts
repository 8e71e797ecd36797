import { connect } from 'node:net';

const PATIENCE_MS = 20_000;

/** Sends one line to a runtime API and returns the whole answer; the other end closes the connection after it. */
export function askRuntime(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\n`));
    socket.setEncoding('utf8');
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the runtime API does not answer')));
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.once('end', () => resolve(answer));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the runtime API closed the connection')));
  });
}
