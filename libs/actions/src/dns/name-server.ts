import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import { DomainError } from '#domain/errors.js';
import { guardedLookup, requireAllowedHost } from '#outbound/address-guard.js';
import { networkReason, PeerUnreachableError } from '../errors.js';
import { stoppable } from '../stoppable.js';
import {
  CLASS,
  decodeResponse,
  encodeRequest,
  encodeValue,
  MalformedDnsError,
  OPCODE,
  readValue,
  TYPE,
  type AddressType,
  type Request,
  type ResourceRecord,
  type Response,
} from './message.js';
import { isSigned, signRequest, verifyResponse, type TsigKey } from './tsig.js';

/** Milliseconds for a name server to answer one request. */
const TIMEOUT_MS = 3_000;

const RCODES: Readonly<Record<number, string>> = {
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  6: 'YXDOMAIN',
  7: 'YXRRSET',
  8: 'NXRRSET',
  9: 'NOTAUTH',
  10: 'NOTZONE',
};
const NXDOMAIN = 3;

/** The name server has said no: not its zone, not allowed, or not able to. Nothing was changed. */
export class DnsRefusedError extends DomainError {
  constructor(server: string, rcode: number) {
    const answer = RCODES[rcode] ?? `RCODE ${rcode}`;
    super('dns_refused', `${server} answers ${answer}`, { server, answer });
  }
}

export interface RecordSet {
  readonly values: readonly string[];
  /** Seconds; null when there is no record. */
  readonly ttl: number | null;
}

/** The records of one name and type. */
export interface RecordName {
  readonly zone: string;
  /** Fully qualified. */
  readonly name: string;
  readonly type: AddressType;
}

/**
 * The authoritative name server of a zone, asked and updated over TCP (RFC 7766, RFC 2136): an update may be larger than
 * a datagram, and its answer must not be forged by whoever guesses a port.
 */
export class NameServer {
  /** @param address `host:port`, IPv6 in brackets; the port may be absent. */
  constructor(
    readonly address: string,
    private readonly key: TsigKey | null,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws PeerUnreachableError, DnsRefusedError, TsigRefusedError, MalformedDnsError, ActionAbortedError */
  async read({ name, type }: RecordName): Promise<RecordSet> {
    const question = { name, type: TYPE[type], class: CLASS.IN };
    const response = await this.ask({ id: randomInt(0x1_0000), opcode: OPCODE.QUERY, question });
    if (response.rcode !== 0 && response.rcode !== NXDOMAIN) throw new DnsRefusedError(this.address, response.rcode);
    const records = response.answers.filter((record) => record.type === TYPE[type] && record.name === name);
    return {
      values: records.map((record) => readValue(response.bytes, record)).sort(),
      ttl: records[0]?.ttl ?? null,
    };
  }

  /** @returns whether the server answers for the zone itself. */
  async isAuthoritative(zone: string): Promise<boolean> {
    const question = { name: zone, type: TYPE.SOA, class: CLASS.IN };
    const response = await this.ask({ id: randomInt(0x1_0000), opcode: OPCODE.QUERY, question });
    return response.authoritative && response.answers.some((record) => record.type === TYPE.SOA);
  }

  /** One message: the server does both or neither. */
  async replace({ zone, name, type }: RecordName, value: string, ttl: number): Promise<void> {
    await this.update(zone, [
      { name, type: TYPE[type], class: CLASS.ANY, ttl: 0, data: Buffer.alloc(0) },
      { name, type: TYPE[type], class: CLASS.IN, ttl, data: encodeValue(type, value) },
    ]);
  }

  /**
   * Takes away a value that is not there, which changes nothing. The server judges the right to it as it would judge a
   * real update: of an update of nothing at all, bind9 with an update-policy asks for no right.
   * @param absent a value that the name does not have.
   */
  async tryUpdate({ zone, name, type }: RecordName, absent: string): Promise<void> {
    await this.update(zone, [{ name, type: TYPE[type], class: CLASS.NONE, ttl: 0, data: encodeValue(type, absent) }]);
  }

  private async update(zone: string, updates: readonly ResourceRecord[]): Promise<void> {
    const question = { name: zone, type: TYPE.SOA, class: CLASS.IN };
    const { rcode } = await this.ask({ id: randomInt(0x1_0000), opcode: OPCODE.UPDATE, question, updates });
    if (rcode !== 0) throw new DnsRefusedError(this.address, rcode);
  }

  private async ask(request: Request): Promise<Response> {
    const plain = encodeRequest(request);
    const { key } = this;
    if (key === null) return this.exchange(request.id, plain);
    const { bytes, mac } = signRequest(plain, key, new Date());
    const response = await this.exchange(request.id, bytes);
    // A server that understands nothing of the request can not sign its refusal either.
    if (response.rcode !== 0 && !isSigned(response)) throw new DnsRefusedError(this.address, response.rcode);
    verifyResponse(this.address, response, key, mac, new Date());
    return response;
  }

  private async exchange(id: number, bytes: Buffer): Promise<Response> {
    const { host, port } = hostAndPort(this.address);
    requireAllowedHost(host);
    const socket = connect({ host, port, lookup: guardedLookup() });
    const answer = new Promise<Buffer>((resolve, reject) => {
      let received = Buffer.alloc(0);
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
          resolve(received.subarray(2, 2 + received.readUInt16BE(0)));
        }
      });
      socket.once('error', (error) => reject(new PeerUnreachableError(this.address, networkReason(error))));
      socket.once('close', () => reject(new PeerUnreachableError(this.address, 'the connection was closed')));
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    socket.write(Buffer.concat([length, bytes]));
    try {
      const response = decodeResponse(
        await stoppable(answer, {
          what: `a request to ${this.address}`,
          signal: this.signal,
          timeoutMs: TIMEOUT_MS,
          stop: () => socket.destroy(),
          onTimeout: () => new PeerUnreachableError(this.address, 'no answer in time'),
        }),
      );
      if (response.id !== id) throw new MalformedDnsError('an answer to another request');
      return response;
    } finally {
      socket.destroy();
    }
  }
}

/** @param address has passed `isServerAddress`. */
export function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const [, host, port = '53'] = SERVER_ADDRESS.exec(address)!;
  return { host: host!.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

const SERVER_ADDRESS = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/;

export function isServerAddress(text: string): boolean {
  const port = SERVER_ADDRESS.exec(text) === null ? 0 : hostAndPort(text).port;
  return port >= 1 && port <= 65_535;
}
