import { Child } from './child.js';
import { compiled } from './compiled.js';

export interface NodeChildOptions {
  readonly name: string;
  /** `new URL('./main.js', import.meta.url)` of the module to run. */
  readonly module: URL;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a module of ours as a process, and returns it with the first message that it sent: it is ready. */
export async function startNodeChild(options: NodeChildOptions): Promise<{ child: Child; message: unknown }> {
  options.signal?.throwIfAborted();
  const child = new Child({
    name: options.name,
    program: process.execPath,
    arguments: [compiled(options.module)],
    env: options.env,
    channel: true,
  });
  try {
    return { child, message: await child.firstMessage(options.signal) };
  } catch (error) {
    await child.kill();
    throw error;
  }
}

/** The port in a message that is a listening server's address. */
export function portIn(message: unknown): number {
  if (typeof message === 'object' && message !== null && 'port' in message && typeof message.port === 'number') {
    return message.port;
  }
  throw new Error(`expected an address with a port, not ${JSON.stringify(message)}`);
}
