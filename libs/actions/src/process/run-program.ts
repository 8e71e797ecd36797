import { spawn, type ChildProcess } from 'node:child_process';
import { DomainError } from '#domain/errors.js';
import { ActionAbortedError } from '../errors.js';
import { OutputTail } from './output-tail.js';

/** Milliseconds that a program has to end by itself after SIGTERM. */
const GRACE_MS = 2_000;

export interface Program {
  /** Absolute. */
  readonly path: string;
  readonly arguments: readonly string[];
  /** All of its environment: nothing of this process's own, which holds the service's keys, gets through. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly stdin: string;
  /** Runs it as somebody else, which only root can. */
  readonly account?: Account | undefined;
  /** Bytes kept of the end of each stream; 64 KiB when absent. */
  readonly keptBytes?: number;
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface ProgramResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly killedBy: NodeJS.Signals | null;
  /** The last of each stream, as text. */
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  /** Milliseconds. */
  readonly durationMs: number;
}

/** There is no such program, or it may not be executed. */
export class ProgramNotStartedError extends DomainError {
  constructor(path: string, why: string) {
    super('program_not_started', `${path} was not started: ${why}`, { program: path, why });
  }
}

/**
 * Runs a program without a shell, in a process group of its own, and comes back when nothing of the group holds its
 * output any more. When the signal fires the whole group is ended: SIGTERM, and SIGKILL after two seconds.
 * @throws ProgramNotStartedError, ActionAbortedError (once the group is gone)
 */
export async function runProgram(program: Program, signal: AbortSignal): Promise<ProgramResult> {
  if (signal.aborted) throw new ActionAbortedError(program.path, {}, signal.reason);
  const began = performance.now();
  const child = spawn(program.path, [...program.arguments], {
    cwd: program.directory,
    env: { ...program.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...program.account,
  });
  const stdout = new OutputTail(child.stdout, program.keptBytes);
  const stderr = new OutputTail(child.stderr, program.keptBytes);
  // Whoever does not read its input may close it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(program.stdin);

  const onAbort = (): void => end(child);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const { exitCode, killedBy } = await untilClosed(child, program);
    if (signal.aborted) throw new ActionAbortedError(program.path, {}, signal.reason);
    return {
      exitCode,
      killedBy,
      stdout: stdout.text(),
      stderr: stderr.text(),
      truncated: stdout.truncated || stderr.truncated,
      durationMs: Math.round((performance.now() - began) * 10) / 10,
    };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function untilClosed(
  child: ChildProcess,
  { path }: Program,
): Promise<{ readonly exitCode: number | null; readonly killedBy: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      reject(new ProgramNotStartedError(path, REASONS[code] ?? code));
    });
    child.once('close', (exitCode, killedBy) => resolve({ exitCode, killedBy }));
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it, or its directory, is not there',
  EACCES: 'it may not be executed',
  E2BIG: 'its arguments and environment are too long',
};

function end(child: ChildProcess): void {
  killGroup(child, 'SIGTERM');
  const timer = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS);
  child.once('close', () => clearTimeout(timer));
}

/** Its children as well: a wrapper that dies alone would leave the work going on. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
