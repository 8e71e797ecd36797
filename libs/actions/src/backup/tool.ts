import { DomainError } from '#domain/errors.js';
import { requireAllowedHost } from '#outbound/address-guard.js';
import type { SecretResolver } from '../ports.js';
import { OpenedSecrets, PATH } from '../process/context.js';
import { redact } from '../process/redact.js';
import { runProgram, type Account, type ProgramResult } from '../process/run-program.js';
import { BackupToolError } from './errors.js';

/** Characters of what a program said that get into an error. */
const SHOWN = 2_000;
/** A list of backups is read whole, up to this. */
const KEPT_BYTES = 8 * 1024 * 1024;

export interface ToolCall {
  /** Absolute, and on the administrator's list. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Credentials: everybody on the machine can read arguments, and nobody else this. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly account?: Account | undefined;
  /** Taken out of what the program says. */
  readonly secrets: readonly string[];
}

/** Runs a program of PostgreSQL or of a backup to its good end. @throws BackupToolError, ProgramNotStartedError, ActionAbortedError */
export async function runTool(call: ToolCall, signal: AbortSignal): Promise<ProgramResult> {
  const result = await tryTool(call, signal);
  if (result.exitCode === 0) return result;
  throw toolError(call, result);
}

/** The same, whatever its end. */
export function tryTool(call: ToolCall, signal: AbortSignal): Promise<ProgramResult> {
  return runProgram(
    {
      path: call.program,
      arguments: call.arguments,
      environment: { PATH, LC_ALL: 'C', ...call.environment },
      directory: call.directory,
      stdin: '',
      account: call.account,
      keptBytes: KEPT_BYTES,
    },
    signal,
  );
}

export function toolError({ program, secrets }: ToolCall, { exitCode, killedBy, stderr, stdout }: ProgramResult) {
  const said = redact(stderr.trim() === '' ? stdout : stderr, secrets)
    .trim()
    .slice(-SHOWN);
  const last = said.split('\n').at(-1) ?? '';
  const end = exitCode === null ? `was ended by ${killedBy ?? 'a signal'}` : `exit code ${exitCode}`;
  return new BackupToolError(program, last === '' ? end : `${end}: ${last}`, { exit_code: exitCode, said });
}

/** The output of a program that answers in JSON. @throws BackupToolError */
export function jsonOf(call: ToolCall, result: ProgramResult): unknown {
  try {
    return JSON.parse(result.stdout) as unknown;
  } catch {
    throw new BackupToolError(call.program, 'what it printed is not JSON', { truncated: result.truncated });
  }
}

/** Opens the credentials of a backup. */
export async function openEnvironment(
  resolver: SecretResolver,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly environment: Readonly<Record<string, string>>; readonly secrets: readonly string[] }> {
  const opened = new OpenedSecrets(resolver);
  const entries: [string, string][] = [];
  for (const [name, text] of Object.entries(environment)) entries.push([name, await opened.open(text)]);
  return { environment: Object.fromEntries(entries), secrets: opened.values };
}

/** A repository of a form that could make the program run something else, or none at all. It is not repeated: it may hold a password. */
export class RepositoryError extends DomainError {
  constructor() {
    super(
      'invalid_repository',
      'the repository must be an absolute path, or of the form rest:http(s)://, s3:, b2:, azure:, gs:, swift: or sftp:user@host:/path',
    );
  }
}

const REPOSITORY =
  /^(\/[^\0]*|rest:https?:\/\/\S+|s3:\S+|b2:\S+|azure:\S+|gs:\S+|swift:\S+|sftp:(\/\/)?([A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9[][\w.:[\]-]*[:/]\S*)$/;

/** @throws RepositoryError, ForbiddenAddressError */
export function requireRepository(text: string): void {
  if (!REPOSITORY.test(text)) throw new RepositoryError();
  const host = /^(?:rest|s3):(?:https?:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^/:]+)/.exec(text)?.[1];
  if (host !== undefined) requireAllowedHost(host);
}
