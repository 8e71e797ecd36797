import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundStatement, MessageSplitter } from './wire.js';

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function startup(): Buffer {
  const bytes = Buffer.alloc(8 + 9);
  bytes.writeInt32BE(bytes.length, 0);
  bytes.writeInt32BE(196_608, 4);
  return bytes;
}

describe("messages of PostgreSQL's protocol", () => {
  const bodies = fc.array(fc.tuple(fc.constantFrom('P', 'B', 'E', 'S'), fc.uint8Array({ maxLength: 40 })));

  it('are the same however the network cuts them', () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1 }), (parts, cuts) => {
        const sent = parts.map(([type, body]) => message(type, Buffer.from(body)));
        const stream = Buffer.concat([startup(), ...sent]);
        const splitter = new MessageSplitter('client');
        const found: Buffer[] = [];
        for (let at = 0, cut = 0; at < stream.length; cut++) {
          const end = at + cuts[cut % cuts.length]!;
          found.push(...splitter.push(stream.subarray(at, end)).map(({ bytes }) => Buffer.from(bytes)));
          at = end;
        }
        expect(found).toEqual([startup(), ...sent]);
      }),
    );
  });

  it('a Bind names its prepared statement', () => {
    const bind = message('B', Buffer.from('portal\0journal_append\0\0\0'));
    const [bound] = new MessageSplitter('server').push(bind);
    expect(boundStatement(bound!)).toBe('journal_append');
  });
});
