import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../lab/process/wait-until.js';

const DRCTL = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

export interface DrctlResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** drctl as a process of its own, without a terminal and without anything of the service's in its environment. */
export class Drctl {
  private output = '';
  /** How much of the output has been answered. */
  private read = 0;
  private readonly ended: Promise<DrctlResult>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
      output: this.output,
    }));
  }

  static start(args: readonly string[]): Drctl {
    const env = { PATH: process.env['PATH'] };
    return new Drctl(spawn(process.execPath, [DRCTL, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** At a terminal, where it asks. `script` is the path of Debian's program of that name. */
  static atTerminal(script: string, args: readonly string[]): Drctl {
    const command = [process.execPath, DRCTL, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const env = { PATH: process.env['PATH'], TERM: 'dumb' };
    const child = spawn(script, ['--quiet', '--return', '--command', command, '/dev/null'], {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return new Drctl(child);
  }

  /** Waits until it has asked again, and types the answer. */
  async answer(question: string, answer: string): Promise<void> {
    await waitUntil(() => this.output.includes(question, this.read) || this.hasEnded, { what: `it asks: ${question}` });
    if (!this.output.includes(question, this.read)) throw new Error(`it does not ask ${question}: ${this.output}`);
    this.read = this.output.length;
    this.child.stdin!.write(`${answer}\n`);
  }

  result(): Promise<DrctlResult> {
    return this.ended;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<DrctlResult> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** `{ key: 'x' }` as `--key x`. */
export function optionsOf(options: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

export function drctl(...args: readonly string[]): Promise<DrctlResult> {
  return Drctl.start(args).result();
}
