/** One message of PostgreSQL's wire protocol, complete, as it was sent. */
export interface WireMessage {
  /** Its type, such as `B` for Bind; empty for what a client says before the protocol begins. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** The version with which a client begins the protocol; requests for encryption have other codes. */
const PROTOCOL_3 = 196_608;

/** Cuts one direction of a connection (without TLS) into messages, however the network has cut it. */
export class MessageSplitter {
  private rest: Buffer = Buffer.alloc(0);

  /** @param from a client's first messages have no type. */
  constructor(private from: 'client' | 'server') {}

  /** @returns the messages that are complete with this. */
  push(chunk: Buffer): readonly WireMessage[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages: WireMessage[] = [];
    for (let message = this.next(); message !== null; message = this.next()) messages.push(message);
    return messages;
  }

  private next(): WireMessage | null {
    const head = this.from === 'client' ? 0 : 1;
    if (this.rest.length < head + 4) return null;
    const length = head + this.rest.readInt32BE(head);
    if (this.rest.length < length) return null;
    const bytes = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    const type = head === 0 ? '' : String.fromCharCode(bytes[0]!);
    if (type === '' && bytes.length >= 8 && bytes.readInt32BE(4) === PROTOCOL_3) this.from = 'server';
    return { type, bytes };
  }
}

/** The name of the prepared statement that a Bind message is about. */
export function boundStatement({ bytes }: WireMessage): string {
  const portalEnd = bytes.indexOf(0, 5);
  return bytes.toString('latin1', portalEnd + 1, bytes.indexOf(0, portalEnd + 1));
}
