import { type ChildProcess, spawn } from 'node:child_process';

export interface ChildOptions {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** With a channel a child can report, and notices when this process is gone. */
  readonly channel?: boolean;
}

const STOP_PATIENCE_MS = 10_000;
const KEPT_OUTPUT = 4_000;

/** A process of the laboratory: it is never left behind, and what it said last is there when it fails. */
export class Child {
  readonly name: string;
  private readonly process: ChildProcess;
  private readonly exited: Promise<void>;
  private hasExited = false;
  private output = '';

  constructor(options: ChildOptions) {
    this.name = options.name;
    this.process = spawn(options.program, [...options.arguments], {
      stdio: ['ignore', 'pipe', 'pipe', ...(options.channel ? (['ipc'] as const) : [])],
      env: { ...process.env, ...options.env },
      // A session of its own: Ctrl-C in the terminal must reach the lab, which stops its parts in order, not the parts.
      detached: true,
    });
    const keep = (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-KEPT_OUTPUT));
    this.process.stdout?.on('data', keep);
    this.process.stderr?.on('data', keep);
    const lastResort = () => this.process.kill('SIGKILL');
    process.once('exit', lastResort);
    this.exited = new Promise((resolve) => {
      const ended = (reason?: unknown) => {
        if (reason instanceof Error) this.output += reason.message;
        process.removeListener('exit', lastResort);
        this.hasExited = true;
        resolve();
      };
      this.process.once('exit', () => ended());
      this.process.once('error', ended);
    });
  }

  get pid(): number | undefined {
    return this.hasExited ? undefined : this.process.pid;
  }

  /** What it printed last. */
  get lastWords(): string {
    return this.output.trim();
  }

  /** The first message it sends over its channel. */
  async firstMessage(signal?: AbortSignal): Promise<unknown> {
    const message = new Promise((resolve) => this.process.once('message', resolve));
    const abort = new Promise<never>((_resolve, reject) => {
      const refuse = () => reject(signal?.reason as Error);
      if (signal?.aborted) refuse();
      signal?.addEventListener('abort', refuse, { once: true });
    });
    return Promise.race([message, this.untilExit(), abort]);
  }

  /** Throws when it has ended; for conditions that can then never come true. */
  mustRun(): void {
    if (this.hasExited) throw new Error(`${this.name} has ended: ${this.lastWords}`);
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.exited;
  }

  async stop(): Promise<void> {
    if (this.hasExited) return;
    this.process.kill('SIGTERM');
    const hasten = setTimeout(() => this.process.kill('SIGKILL'), STOP_PATIENCE_MS);
    await this.exited;
    clearTimeout(hasten);
  }

  private async untilExit(): Promise<never> {
    await this.exited;
    throw new Error(`${this.name} has ended: ${this.lastWords}`);
  }
}
