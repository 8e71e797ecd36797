import type { JsonObject } from '#domain/json.js';
import { crc32c } from './crc32c.js';
import { JournalCorruptError } from './errors.js';

/**
 * One durable write is one line: length of its JSON in bytes and checksum, both in hex, and the JSON. The checksum goes
 * on from the line before, so that a line that is missing, doubled or out of order is found like one that is damaged.
 */
const HEAD = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/;
const HEAD_BYTES = 18;
const NEWLINE = 0x0a;

export interface Frame {
  readonly value: JsonObject;
  readonly crc: number;
  /** Offset of the first byte after it. */
  readonly end: number;
}

export interface Frames {
  readonly frames: readonly Frame[];
  /** Bytes up to the end of the last whole frame; what follows was being written when its writer died. */
  readonly bytes: number;
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');

export function encodeFrame(value: JsonObject, before: number): { readonly bytes: Buffer; readonly crc: number } {
  const json = Buffer.from(JSON.stringify(value), 'utf8');
  const crc = crc32c(json, before);
  return { bytes: Buffer.concat([Buffer.from(`${hex(json.length)} ${hex(crc)} `), json, Buffer.from('\n')]), crc };
}

/**
 * Reads as far as there are whole lines. A last line without its end is torn and left out: no write that did not end
 * was ever acknowledged. A whole line that is wrong was written by nobody, and is refused wherever it stands.
 * @throws JournalCorruptError
 */
export function decodeFrames(file: string, content: Buffer): Frames {
  const frames: Frame[] = [];
  let offset = 0;
  let crc = 0;
  for (;;) {
    const end = content.indexOf(NEWLINE, offset);
    if (end === -1) return { frames, bytes: offset };
    const frame = decodeLine(file, content.subarray(offset, end), offset, crc);
    frames.push({ ...frame, end: end + 1 });
    crc = frame.crc;
    offset = end + 1;
  }
}

function decodeLine(file: string, line: Buffer, offset: number, before: number): Omit<Frame, 'end'> {
  const [, length, crc] = HEAD.exec(line.subarray(0, HEAD_BYTES).toString('latin1')) ?? [];
  if (length === undefined || crc === undefined) throw new JournalCorruptError(file, offset, 'no record begins here');
  const json = line.subarray(HEAD_BYTES);
  if (json.length !== Number.parseInt(length, 16)) throw new JournalCorruptError(file, offset, 'the length is wrong');
  if (crc32c(json, before) !== Number.parseInt(crc, 16)) {
    throw new JournalCorruptError(file, offset, 'the checksum is wrong');
  }
  return { value: JSON.parse(json.toString('utf8')) as JsonObject, crc: Number.parseInt(crc, 16) };
}
