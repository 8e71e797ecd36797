import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDurably } from './durable-file.js';
import type { FileRequest } from './request-rules.js';

const WAITING = '.json';
const REFUSED = '.refused';
const TIME_DIGITS = 15;

export interface WaitingRequest {
  readonly id: string;
  readonly entry: FileRequest;
}

/**
 * Where people put what they ask for, from any shell. Only the holder of the lease writes the journal: it takes the
 * requests in, in the order in which they were made.
 */
export class Inbox {
  private readonly directory: string;

  constructor(journal: string) {
    this.directory = join(journal, 'requests');
  }

  create(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
  }

  put(entry: FileRequest): void {
    const id = `${String(Date.now()).padStart(TIME_DIGITS, '0')}-${randomUUID()}`;
    createDurably(join(this.directory, id + WAITING), JSON.stringify(entry));
  }

  waiting(): readonly WaitingRequest[] {
    return readdirSync(this.directory)
      .filter((name) => name.endsWith(WAITING))
      .toSorted()
      .map((name) => ({
        id: name.slice(0, -WAITING.length),
        entry: JSON.parse(readFileSync(join(this.directory, name), 'utf8')) as FileRequest,
      }));
  }

  /** Forgets a request that the journal has. */
  done(id: string): void {
    rmSync(join(this.directory, id + WAITING), { force: true });
  }

  /** Keeps a request that came too late, for whoever looks for it. */
  refuse(id: string): void {
    renameSync(join(this.directory, id + WAITING), join(this.directory, id + REFUSED));
  }
}
