import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { JsonObject } from '#domain/json.js';
import { JournalUnwritableError } from './errors.js';
import { createDurably } from './durable-file.js';
import { encodeFrame } from './frames.js';
import { segmentPath, type Claim } from './segments.js';

/** Writes one segment; what `write` has returned from is on the disk. */
export class SegmentWriter {
  private broken = false;

  private constructor(
    private readonly directory: string,
    private readonly descriptor: number,
    private crc: number,
  ) {}

  /** @returns null when the epoch is another's: of many that claim it, one gets it. */
  static claim(directory: string, epoch: number, claim: Claim): SegmentWriter | null {
    const first = encodeFrame(claim as unknown as JsonObject, 0);
    const path = segmentPath(directory, epoch);
    if (!createDurably(path, first.bytes)) return null;
    return new SegmentWriter(directory, openSync(path, 'a'), first.crc);
  }

  /** @throws JournalUnwritableError; from then on always, because nobody knows what the disk has of it. */
  write(value: JsonObject): void {
    if (this.broken) throw new JournalUnwritableError(this.directory);
    const frame = encodeFrame(value, this.crc);
    try {
      for (let written = 0; written < frame.bytes.length;) {
        written += writeSync(this.descriptor, frame.bytes, written);
      }
      fsyncSync(this.descriptor);
    } catch (cause) {
      this.broken = true;
      throw new JournalUnwritableError(this.directory, { cause });
    }
    this.crc = frame.crc;
  }

  close(): void {
    this.broken = true;
    closeSync(this.descriptor);
  }
}
