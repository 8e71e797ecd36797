import type { Readable } from 'node:stream';

/** Bytes kept of each stream: what went wrong stands at the end. */
const KEPT_BYTES = 64 * 1024;

/** The end of what a program printed, however much that was. */
export class OutputTail {
  private readonly chunks: Buffer[] = [];
  private kept = 0;
  truncated = false;

  constructor(
    stream: Readable,
    private readonly keptBytes = KEPT_BYTES,
  ) {
    stream.on('data', (chunk: Buffer) => this.keep(chunk));
  }

  text(): string {
    const whole = Buffer.concat(this.chunks);
    if (whole.length > this.keptBytes) this.truncated = true;
    return whole.subarray(-this.keptBytes).toString('utf8');
  }

  private keep(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.kept += chunk.length;
    while (this.kept - this.chunks[0]!.length >= this.keptBytes) {
      this.kept -= this.chunks.shift()!.length;
      this.truncated = true;
    }
  }
}
