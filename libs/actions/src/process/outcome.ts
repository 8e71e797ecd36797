import { z } from 'zod';
import { DomainError } from '#domain/errors.js';
import type { Json, JsonObject } from '#domain/json.js';
import type { ProbeAnswer } from '#engine/ports.js';
import type { ProgramResult } from './run-program.js';
import { redact } from './redact.js';

/** Characters of each stream that are journalled. */
const JOURNALLED = 4_000;

/** What a program's end means. */
export const outcomeSchema = z.strictObject({
  /** Exit codes that are right. */
  exit_codes: z.array(z.int().min(0).max(255)).min(1).default([0]),
  /** Must be found in what it prints. */
  stdout_contains: z.string().min(1).optional(),
  /** What it prints is one JSON document, which becomes the step's `output.json`. */
  json: z.boolean().default(false),
});
export type Outcome = z.output<typeof outcomeSchema>;

/** The program ran, and failed. */
export class ProgramFailedError extends DomainError {
  constructor(why: string, details: JsonObject) {
    super('program_failed', why, details);
  }
}

/** @throws ProgramFailedError */
export function outputOf(result: ProgramResult, expected: Outcome, secrets: Iterable<string>): JsonObject {
  const known = [...secrets];
  const shown: JsonObject = {
    exit_code: result.exitCode,
    stdout: redact(result.stdout, known).slice(-JOURNALLED),
    stderr: redact(result.stderr, known).slice(-JOURNALLED),
    truncated: result.truncated || result.stdout.length > JOURNALLED || result.stderr.length > JOURNALLED,
    duration_ms: result.durationMs,
  };
  const wrong = faultOf(result, expected);
  if (wrong !== null) throw new ProgramFailedError(wrong, shown);
  if (!expected.json) return shown;
  // Whole, not shortened: half a document is none.
  const json = parse(redact(result.stdout, known));
  if (json === undefined) throw new ProgramFailedError('what it printed is not JSON', shown);
  return { ...shown, stdout: '', json };
}

/** By the convention of `grep` and `systemctl`: 0 says yes, 1 says no, and everything else that it could not tell. */
export function probeAnswer(result: ProgramResult, expected: Outcome, secrets: Iterable<string>): ProbeAnswer {
  if (faultOf(result, expected) === null) return { answer: 'done', output: outputOf(result, expected, secrets) };
  const told = result.exitCode === 1 || (result.exitCode !== null && expected.exit_codes.includes(result.exitCode));
  return told ? { answer: 'not_done' } : { answer: 'unknown', detail: faultOf(result, expected)! };
}

function faultOf({ exitCode, killedBy, stdout }: ProgramResult, expected: Outcome): string | null {
  if (exitCode === null) return `it was ended by ${killedBy ?? 'a signal'}`;
  if (!expected.exit_codes.includes(exitCode)) {
    return `exit code ${exitCode} instead of ${expected.exit_codes.join(' or ')}`;
  }
  const { stdout_contains: needed } = expected;
  return needed === undefined || stdout.includes(needed) ? null : 'what it printed does not say what it should';
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
