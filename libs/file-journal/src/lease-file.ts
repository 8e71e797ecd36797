import { readFileSync } from 'node:fs';
import { isGone } from './process-identity.js';
import { replaceDurably } from './durable-file.js';
import { readClaim, segmentPath } from './segments.js';

/** How a lease stands since its claim. Each epoch has a file of its own: a stale holder can not renew another's. */
export interface LeaseState {
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly released: boolean;
  /** Up to where the holder had read when it let go. */
  readonly seenSeq: number;
}

function pathOf(directory: string, epoch: number): string {
  return segmentPath(directory, epoch).replace(/journal$/, 'lease');
}

export function writeLease(directory: string, epoch: number, state: LeaseState): void {
  replaceDurably(pathOf(directory, epoch), JSON.stringify(state));
}

export function readLease(directory: string, epoch: number): LeaseState {
  try {
    return JSON.parse(readFileSync(pathOf(directory, epoch), 'utf8')) as LeaseState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { expiresAt: readClaim(directory, epoch).expiresAt, released: false, seenSeq: 0 };
  }
}

/** Whether somebody drives under this epoch: the lease is neither over nor given back, and its process lives. */
export function isHeld(directory: string, epoch: number, now: number): boolean {
  const { released, expiresAt } = readLease(directory, epoch);
  return !released && now < expiresAt && !isGone(readClaim(directory, epoch).process);
}
