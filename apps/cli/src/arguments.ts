import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './errors.js';

const MAX_NAME = 200;
const MAX_TEXT = 2000;

export type Options = NonNullable<ParseArgsConfig['options']>;

export interface Given {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** @throws UsageError when it is not there. */
  required(name: string): string;
}

/** @throws UsageError for what is unknown, missing or too much. */
export function readArguments(args: readonly string[], options: Options, positionals: readonly string[]): Given {
  const parsed = parse(args, options);
  if (parsed.positionals.length !== positionals.length) {
    throw new UsageError(`expected ${positionals.map((name) => `<${name}>`).join(' ') || 'no further words'}`);
  }
  const text = (name: string): string | undefined => {
    const value = parsed.values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    positionals: parsed.positionals,
    text,
    flag: (name) => parsed.values[name] === true,
    required: (name) => {
      const value = text(name);
      if (value === undefined) throw new UsageError(`--${name} is missing`);
      return value;
    },
  };
}

function parse(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function personName(name: string): string {
  if (name.trim() === '' || name.length > MAX_NAME || /\p{Cc}/u.test(name)) {
    throw new UsageError(`--by must be a name of 1 to ${MAX_NAME} characters`);
  }
  return name;
}

export function comment(text: string): string {
  if (text.length > MAX_TEXT) throw new UsageError(`a text has at most ${MAX_TEXT} characters`);
  return text;
}

/** @throws UsageError when it can not be read. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} can not be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

/** @throws UsageError when it is no JSON. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readTextFile(path)) as unknown;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} is no JSON`);
  }
}
