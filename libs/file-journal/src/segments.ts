import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import type { JsonObject } from '#domain/json.js';
import { JournalCorruptError } from './errors.js';
import { decodeFrames, type Frame } from './frames.js';
import type { ProcessIdentity } from './process-identity.js';

const SUFFIX = '.journal';
const EPOCH_DIGITS = 16;
const SEGMENT = /^(\d{16})\.journal$/;

/** First frame of a segment: who has taken the lease under this epoch. The file's existence is the claim. */
export interface Claim {
  readonly owner: string;
  readonly process: ProcessIdentity;
  /** Epoch milliseconds, until the first renewal. */
  readonly expiresAt: number;
}

/** Second frame: what this segment goes on from. What others write behind that is not part of the history. */
export interface Predecessor {
  /** Null: this is the first one. */
  readonly epoch: number | null;
  readonly bytes: number;
}

/** A record with the request in the inbox that it came from. */
export interface KeptRecord {
  readonly record: JournalRecord;
  readonly requestId: string | null;
}

interface Segment {
  readonly claim: Claim;
  readonly predecessor: Predecessor | null;
  readonly records: readonly KeptRecord[];
  readonly bytes: number;
}

export interface History {
  readonly records: readonly KeptRecord[];
  /** The newest segment that belongs to it, and how far; null: there is none. */
  readonly tip: Predecessor;
}

export function segmentPath(directory: string, epoch: number): string {
  return join(directory, String(epoch).padStart(EPOCH_DIGITS, '0') + SUFFIX);
}

/** Epochs that were ever claimed, the newest first. */
export function claimedEpochs(directory: string): readonly number[] {
  return readdirSync(directory)
    .flatMap((name) => SEGMENT.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a);
}

export function readClaim(directory: string, epoch: number): Claim {
  return readSegment(directory, epoch).claim;
}

/**
 * What happened, in order: from the newest segment back over what each goes on from.
 * @param below only segments under this epoch: what the holder of that epoch goes on from.
 * @throws JournalCorruptError
 */
export function readHistory(directory: string, below = Infinity): History {
  for (const epoch of claimedEpochs(directory).filter((claimed) => claimed < below)) {
    const segment = readSegment(directory, epoch);
    // Its holder died between the claim and the first word: it has written nothing that counts.
    if (segment.predecessor === null) continue;
    return { records: chain(directory, epoch, segment), tip: { epoch, bytes: segment.bytes } };
  }
  return { records: [], tip: { epoch: null, bytes: 0 } };
}

function chain(directory: string, newest: number, segment: Segment): readonly KeptRecord[] {
  const parts = [segment.records];
  for (let { predecessor } = segment; predecessor !== null && predecessor.epoch !== null;) {
    const before = readSegment(directory, predecessor.epoch, predecessor.bytes);
    parts.unshift(before.records);
    predecessor = before.predecessor;
  }
  const records = parts.flat();
  const gap = records.findIndex(({ record }, index) => record.seq !== index + FIRST_SEQ);
  if (gap !== -1)
    throw new JournalCorruptError(segmentPath(directory, newest), 0, `entry ${gap + FIRST_SEQ} is missing`);
  return records;
}

/** Seq 1 is the request, which the execution's own file has. */
const FIRST_SEQ = 2;

function readSegment(directory: string, epoch: number, limit = Infinity): Segment {
  const path = segmentPath(directory, epoch);
  const content = readFileSync(path);
  const { frames, bytes } = decodeFrames(path, content.subarray(0, Math.min(limit, content.length)));
  if (limit !== Infinity && bytes !== limit) throw new JournalCorruptError(path, bytes, 'it is shorter than it was');
  const [claim, after, ...entries] = frames;
  if (!claim) throw new JournalCorruptError(path, 0, 'it does not say whose it is');
  return {
    claim: claim.value as unknown as Claim,
    predecessor: after ? (after.value as unknown as Predecessor) : null,
    records: entries.flatMap(recordsOf),
    bytes,
  };
}

function recordsOf({ value }: Frame): readonly KeptRecord[] {
  const { at, epoch, requestId, seq, entries } = value as unknown as EntriesFrame;
  return entries.map((entry, index) => ({
    record: { seq: seq + index, epoch, at: new Date(at), entry },
    requestId,
  }));
}

/** Entries that become durable together. */
interface EntriesFrame {
  readonly at: string;
  readonly epoch: number | null;
  readonly requestId: string | null;
  /** Of the first entry. */
  readonly seq: number;
  readonly entries: readonly JournalEntry[];
}

export function entriesFrame(
  seq: number,
  epoch: number | null,
  at: Date,
  requestId: string | null,
  entries: readonly JournalEntry[],
): JsonObject {
  const frame: EntriesFrame = { at: at.toISOString(), epoch, requestId, seq, entries };
  return frame as unknown as JsonObject;
}
