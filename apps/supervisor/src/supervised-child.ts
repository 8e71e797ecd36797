import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { EXIT_CONFIG, type ReadyMessage } from '#embedded/parent.js';
import { SupervisorError } from './errors.js';
import type { Environment } from './settings.js';

export interface Backoff {
  firstMs: number;
  maxMs: number;
  /** A child that ran this long was well: its next death is waited for as little as its first. */
  stableMs: number;
}

/** Where the children's output goes; a function gets it line by line. */
export type ChildOutput = 'inherit' | 'ignore' | ((name: string, line: string) => void);

export interface SupervisedChildOptions {
  name: string;
  entryPoint: string;
  /** Asked at every launch. */
  env: () => Promise<Environment>;
  backoff: Backoff;
  output: ChildOutput;
  log: (line: string) => void;
  onSpawn: (pid: number) => void;
  /** It has ended and starting it again cannot help. */
  onGivenUp: (error: SupervisorError) => void;
}

/** One child process that is started again whenever it ends, until it is stopped. */
export class SupervisedChild {
  /** The first readiness; later ones are only logged. */
  readonly ready: Promise<ReadyMessage>;
  private announce!: (message: ReadyMessage) => void;
  private child: ChildProcess | undefined;
  private launching: Promise<void>;
  private ended: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private restarts = 0;

  constructor(private readonly options: SupervisedChildOptions) {
    this.ready = new Promise((resolve) => (this.announce = resolve));
    this.launching = this.launch();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Asks it to end, waits, and ends it. It is not started again. */
  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    await this.launching;
    this.kill('SIGTERM');
    const waiting = new AbortController();
    const patience = delay(graceMs, undefined, { signal: waiting.signal }).then(
      () => this.kill('SIGKILL'),
      () => undefined,
    );
    await Promise.race([this.ended, patience]);
    waiting.abort();
    await this.ended;
  }

  private async launch(): Promise<void> {
    const { name, entryPoint, output } = this.options;
    const env = await this.options.env();
    if (this.stopping.signal.aborted) return;
    const stream = typeof output === 'function' ? 'pipe' : output;
    const child = spawn(process.execPath, [entryPoint], {
      stdio: ['ignore', stream, stream, 'ipc'],
      env,
      // A session of its own: Ctrl-C in a terminal reaches the supervisor alone, who ends its children in order and once.
      detached: true,
    });
    const startedAt = Date.now();
    this.child = child;
    if (child.pid !== undefined) this.options.onSpawn(child.pid);
    if (typeof output === 'function') {
      for (const from of [child.stdout, child.stderr]) {
        if (from) createInterface({ input: from }).on('line', (line) => output(name, line));
      }
    }
    child.on('message', (message) => {
      if (isReady(message)) this.announce(message);
    });
    this.ended = new Promise((resolve) => {
      const onEnd = (reason: string, code: number | null) => {
        if (this.child !== child) return;
        this.child = undefined;
        resolve();
        this.afterEnd(reason, code, Date.now() - startedAt);
      };
      child.once('error', (error) => onEnd(error.message, null));
      child.once('exit', (code, signal) => onEnd(signal ?? `exit code ${code}`, code));
    });
  }

  private afterEnd(reason: string, code: number | null, ranForMs: number): void {
    if (this.stopping.signal.aborted) return;
    const { name, backoff, log, onGivenUp } = this.options;
    if (code === EXIT_CONFIG) {
      const message = `The ${name} cannot run with this configuration (it says why above).`;
      onGivenUp(new SupervisorError('child_misconfigured', message));
      return;
    }
    this.restarts = ranForMs >= backoff.stableMs ? 0 : this.restarts;
    const pauseMs = Math.min(backoff.firstMs * 2 ** this.restarts, backoff.maxMs);
    this.restarts += 1;
    log(`The ${name} ended (${reason}); starting it again in ${pauseMs} ms.`);
    delay(pauseMs, undefined, { signal: this.stopping.signal }).then(
      () => {
        this.launching = this.launch();
      },
      () => undefined,
    );
  }
}

function isReady(message: unknown): message is ReadyMessage {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
