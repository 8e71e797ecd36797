import { isIP } from 'node:net';
import { DomainError } from '#domain/errors.js';

/** Numbers of RFC 1035, 2136 and 8945 that this client speaks. */
export const TYPE = { A: 1, CNAME: 5, SOA: 6, AAAA: 28, TSIG: 250, ANY: 255 } as const;
export const CLASS = { IN: 1, NONE: 254, ANY: 255 } as const;
export const OPCODE = { QUERY: 0, UPDATE: 5 } as const;

/** Types of records that a failover moves. */
export type AddressType = 'A' | 'AAAA' | 'CNAME';

const HEADER_BYTES = 12;
const RESPONSE_FLAG = 0x8000;

export interface Question {
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

export interface ResourceRecord extends Question {
  /** Seconds. */
  readonly ttl: number;
  readonly data: Buffer;
}

export interface ReceivedRecord extends ResourceRecord {
  /** Offset of the record in its message. */
  readonly start: number;
  /** Offset of the record's data in its message: names within it may point back. */
  readonly dataStart: number;
}

/** A request: one question (in an update: the zone) and records of the three other sections. */
export interface Request {
  readonly id: number;
  readonly opcode: number;
  readonly question: Question;
  /** Third section: what an update does. */
  readonly updates?: readonly ResourceRecord[];
}

export interface Response {
  readonly id: number;
  readonly rcode: number;
  readonly answers: readonly ReceivedRecord[];
  readonly additionals: readonly ReceivedRecord[];
  /** Whether the server answers for the zone itself. */
  readonly authoritative: boolean;
  readonly bytes: Buffer;
}

/** A peer that speaks something else than DNS, or half of it. */
export class MalformedDnsError extends DomainError {
  constructor(what: string) {
    super('dns_malformed', `the name server's answer is malformed: ${what}`, { what });
  }
}

export function encodeRequest({ id, opcode, question, updates = [] }: Request): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(opcode << 11, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(updates.length, 8);
  return Buffer.concat([header, encodeQuestion(question), ...updates.map(encodeRecord)]);
}

export function encodeRecord(record: ResourceRecord): Buffer {
  const rest = Buffer.alloc(6);
  rest.writeUInt32BE(record.ttl, 0);
  rest.writeUInt16BE(record.data.length, 4);
  return Buffer.concat([encodeQuestion(record), rest, record.data]);
}

function encodeQuestion({ name, type, class: klass }: Question): Buffer {
  const rest = Buffer.alloc(4);
  rest.writeUInt16BE(type, 0);
  rest.writeUInt16BE(klass, 2);
  return Buffer.concat([encodeName(name), rest]);
}

/** In canonical form, lower case and without compression, as signatures need it. The name has passed `isDomainName`. */
export function encodeName(name: string): Buffer {
  const labels = name
    .toLowerCase()
    .split('.')
    .filter((label) => label !== '');
  return Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, 'latin1')]),
    Buffer.from([0]),
  ]);
}

/** What stands behind a record of an address type. */
export function encodeValue(type: AddressType, value: string): Buffer {
  switch (type) {
    case 'A':
      return Buffer.from(value.split('.').map(Number));
    case 'AAAA':
      return ipv6Bytes(value);
    case 'CNAME':
      return encodeName(value);
  }
}

/** Written as `encodeValue` takes it and as people write it: addresses in their shortest form, names without the last dot. */
export function readValue(message: Buffer, record: ReceivedRecord): string {
  const { data } = record;
  switch (record.type) {
    case TYPE.A:
      return [...data].join('.');
    case TYPE.AAAA:
      return canonicalIpv6([...Array(8).keys()].map((group) => data.readUInt16BE(group * 2).toString(16)).join(':'));
    case TYPE.CNAME:
      return new Reader(message, record.dataStart).name();
    default:
      throw new MalformedDnsError(`a record of type ${record.type}`);
  }
}

/** The one way to write a value, so that two ways compare equal. */
export function canonicalValue(type: AddressType, value: string): string {
  if (type === 'AAAA') return canonicalIpv6(value);
  return type === 'CNAME' ? value.toLowerCase().replace(/\.$/, '') : value;
}

export function isValueOf(type: AddressType, value: string): boolean {
  if (type === 'CNAME') return isDomainName(value);
  return isIP(value) === (type === 'A' ? 4 : 6) && !value.includes('%');
}

/** Letters, digits, hyphens and underscores, in labels of at most 63 and together at most 253 octets (RFC 1035, 2.3.4). */
export function isDomainName(name: string): boolean {
  const bare = name.replace(/\.$/, '');
  return bare.length <= 253 && bare.split('.').every((label) => /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/.test(label));
}

/** @throws MalformedDnsError */
export function decodeResponse(bytes: Buffer): Response {
  if (bytes.length < HEADER_BYTES) throw new MalformedDnsError('too short');
  const flags = bytes.readUInt16BE(2);
  if ((flags & RESPONSE_FLAG) === 0) throw new MalformedDnsError('not an answer');
  const [questions, answers, authorities, additionals] = [4, 6, 8, 10].map((at) => bytes.readUInt16BE(at)) as [
    number,
    number,
    number,
    number,
  ];
  const reader = new Reader(bytes, HEADER_BYTES);
  for (let i = 0; i < questions; i++) reader.question();
  const inAnswer = reader.records(answers);
  reader.records(authorities);
  return {
    id: bytes.readUInt16BE(0),
    rcode: flags & 0xf,
    authoritative: (flags & 0x0400) !== 0,
    answers: inAnswer,
    additionals: reader.records(additionals),
    bytes,
  };
}

class Reader {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  /** Compression pointers only ever point backwards, so a loop is refused with them. */
  name(): string {
    const labels: string[] = [];
    let at = this.at;
    let end: number | null = null;
    for (;;) {
      const length = this.byte(at);
      if (length === 0) break;
      if ((length & 0xc0) === 0xc0) {
        const target = ((length & 0x3f) << 8) | this.byte(at + 1);
        if (target >= at) throw new MalformedDnsError('a name that points forward');
        end ??= at + 2;
        at = target;
      } else if (length < 64) {
        if (at + 1 + length > this.bytes.length) throw new MalformedDnsError('cut off');
        labels.push(this.bytes.toString('latin1', at + 1, at + 1 + length));
        at += 1 + length;
      } else {
        throw new MalformedDnsError('a label of an unknown kind');
      }
    }
    this.at = end ?? at + 1;
    return labels.join('.').toLowerCase();
  }

  question(): Question {
    const name = this.name();
    return { name, type: this.uint16(), class: this.uint16() };
  }

  records(count: number): readonly ReceivedRecord[] {
    return Array.from({ length: count }, () => this.record());
  }

  private record(): ReceivedRecord {
    const start = this.at;
    const question = this.question();
    const ttl = this.uint16() * 0x1_0000 + this.uint16();
    const length = this.uint16();
    const dataStart = this.at;
    if (dataStart + length > this.bytes.length) throw new MalformedDnsError('cut off');
    this.at += length;
    return { ...question, ttl, data: this.bytes.subarray(dataStart, dataStart + length), start, dataStart };
  }

  private uint16(): number {
    const value = this.byte(this.at) * 256 + this.byte(this.at + 1);
    this.at += 2;
    return value;
  }

  private byte(at: number): number {
    const value = this.bytes[at];
    if (value === undefined) throw new MalformedDnsError('cut off');
    return value;
  }
}

/** The URL parser knows every way to write an address, and its shortest form (RFC 5952). */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

function ipv6Bytes(address: string): Buffer {
  const [head, tail] = canonicalIpv6(address).split('::') as [string, string | undefined];
  const groups = (part: string): string[] => part.split(':').filter((group) => group !== '');
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
