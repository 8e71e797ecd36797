import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '#domain/errors.js';
import { CLASS, encodeName, encodeRecord, isDomainName, MalformedDnsError, TYPE, type Response } from './message.js';

/** Digests of RFC 8945 that are not broken. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  'hmac-sha224': 'sha224',
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
};

/** Seconds by which the clocks of client and server may differ. */
const FUDGE = 300;

export interface TsigKey {
  readonly algorithm: string;
  readonly name: string;
  readonly secret: Buffer;
}

/** A key that is not written as it must be. Never says what was there: it may be the secret itself. */
export class InvalidTsigKeyError extends DomainError {
  constructor() {
    super('tsig_key_invalid', 'the TSIG key is not of the form hmac-sha256:name:base64-secret');
  }
}

/** The server has not signed its answer with our key: it may be anybody's. */
export class TsigRefusedError extends DomainError {
  constructor(server: string, why: string) {
    super('tsig_refused', `${server}: ${why}`, { server, why });
  }
}

/** Reads `hmac-sha256:name:base64-secret`, as nsupdate and dig write it. @throws InvalidTsigKeyError */
export function parseTsigKey(text: string): TsigKey {
  const [algorithm = '', name = '', secret = '', ...rest] = text.trim().split(':');
  const bytes = Buffer.from(secret, 'base64');
  const valid = rest.length === 0 && Object.hasOwn(ALGORITHMS, algorithm) && isDomainName(name) && bytes.length >= 16;
  if (!valid) throw new InvalidTsigKeyError();
  return { algorithm, name, secret: bytes };
}

export interface SignedRequest {
  readonly bytes: Buffer;
  /** The answer's signature covers it, so that an answer to another request is refused. */
  readonly mac: Buffer;
}

/** Appends a TSIG record (RFC 8945, section 4). @param at the time of signing. */
export function signRequest(request: Buffer, key: TsigKey, at: Date): SignedRequest {
  const seconds = Math.floor(at.getTime() / 1000);
  const mac = digest(key, [request, variables(key, seconds, FUDGE, 0, Buffer.alloc(0))]);
  const data = Buffer.concat([
    encodeName(key.algorithm),
    timers(seconds, FUDGE),
    uint16(mac.length),
    mac,
    request.subarray(0, 2),
    uint16(0),
    uint16(0),
  ]);
  const record = encodeRecord({ name: key.name, type: TYPE.TSIG, class: CLASS.ANY, ttl: 0, data });
  const signed = Buffer.concat([request, record]);
  signed.writeUInt16BE(signed.readUInt16BE(10) + 1, 10);
  return { bytes: signed, mac };
}

export function isSigned(response: Response): boolean {
  return response.additionals.at(-1)?.type === TYPE.TSIG;
}

/** @throws TsigRefusedError, MalformedDnsError */
export function verifyResponse(server: string, response: Response, key: TsigKey, requestMac: Buffer, at: Date): void {
  const record = response.additionals.at(-1);
  if (record?.type !== TYPE.TSIG) throw new TsigRefusedError(server, 'the answer is not signed');
  const tsig = readTsig(record.data);
  // An error of the key or the clock comes unsigned (section 5.3.2): it can be believed to be a refusal, no more.
  if (tsig.error !== 0) throw new TsigRefusedError(server, TSIG_ERRORS[tsig.error] ?? `TSIG error ${tsig.error}`);
  const unsigned = Buffer.from(response.bytes.subarray(0, record.start));
  unsigned.writeUInt16BE(unsigned.readUInt16BE(10) - 1, 10);
  tsig.originalId.copy(unsigned, 0);
  const expected = digest(key, [
    uint16(requestMac.length),
    requestMac,
    unsigned,
    variables(key, tsig.seconds, tsig.fudge, tsig.error, tsig.other),
  ]);
  const genuine = expected.length === tsig.mac.length && timingSafeEqual(expected, tsig.mac);
  if (!genuine || record.name !== key.name.toLowerCase()) {
    throw new TsigRefusedError(server, 'the signature of the answer is wrong');
  }
  if (Math.abs(at.getTime() / 1000 - tsig.seconds) > tsig.fudge) {
    throw new TsigRefusedError(server, 'the answer is too old, or the clocks differ');
  }
}

const TSIG_ERRORS: Readonly<Record<number, string>> = {
  16: 'the server refuses the signature (BADSIG): the secret is another one',
  17: 'the server does not know the key (BADKEY)',
  18: 'the clocks differ by more than five minutes (BADTIME)',
};

interface TsigData {
  readonly seconds: number;
  readonly fudge: number;
  readonly mac: Buffer;
  readonly originalId: Buffer;
  readonly error: number;
  readonly other: Buffer;
}

function readTsig(data: Buffer): TsigData {
  try {
    let at = 0;
    while (data.readUInt8(at) !== 0) at += 1 + data.readUInt8(at);
    at += 1;
    const seconds = data.readUIntBE(at, 6);
    const fudge = data.readUInt16BE(at + 6);
    const size = data.readUInt16BE(at + 8);
    const afterMac = at + 10 + size;
    return {
      seconds,
      fudge,
      mac: data.subarray(at + 10, afterMac),
      originalId: data.subarray(afterMac, afterMac + 2),
      error: data.readUInt16BE(afterMac + 2),
      other: data.subarray(afterMac + 6, afterMac + 6 + data.readUInt16BE(afterMac + 4)),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedDnsError('a TSIG record that is cut off');
    throw error;
  }
}

function digest({ algorithm, secret }: TsigKey, parts: readonly Buffer[]): Buffer {
  const hmac = createHmac(ALGORITHMS[algorithm]!, secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** What is signed beside the message (section 4.3.3). */
function variables(key: TsigKey, seconds: number, fudge: number, error: number, other: Buffer): Buffer {
  return Buffer.concat([
    encodeName(key.name),
    uint16(CLASS.ANY),
    Buffer.alloc(4),
    encodeName(key.algorithm),
    timers(seconds, fudge),
    uint16(error),
    uint16(other.length),
    other,
  ]);
}

function timers(seconds: number, fudge: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeUIntBE(seconds, 0, 6);
  buffer.writeUInt16BE(fudge, 6);
  return buffer;
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}
