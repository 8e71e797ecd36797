import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalValue,
  CLASS,
  decodeResponse,
  encodeRecord,
  encodeRequest,
  encodeValue,
  isDomainName,
  MalformedDnsError,
  OPCODE,
  readValue,
  TYPE,
  type AddressType,
} from './message.js';

const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,20}[a-z0-9_])?$/);
const name = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.'));
const record = fc.oneof(
  fc.tuple(fc.constant<AddressType>('A'), fc.ipV4()),
  fc.tuple(fc.constant<AddressType>('AAAA'), fc.ipV6()),
  fc.tuple(fc.constant<AddressType>('CNAME'), name),
);

/** An answer with these records, as a server without compression writes it. */
function answer(owner: string, records: readonly (readonly [AddressType, string])[]): Buffer {
  const question = { name: owner, type: TYPE.A, class: CLASS.IN };
  const request = encodeRequest({ id: 7, opcode: OPCODE.QUERY, question });
  request.writeUInt16BE(0x8400, 2);
  request.writeUInt16BE(records.length, 6);
  return Buffer.concat([
    request,
    ...records.map(([type, value]) =>
      encodeRecord({ name: owner, type: TYPE[type], class: CLASS.IN, ttl: 5, data: encodeValue(type, value) }),
    ),
  ]);
}

describe('DNS messages', () => {
  it('what is written is read again', () => {
    fc.assert(
      fc.property(name, fc.array(record, { maxLength: 5 }), (owner, records) => {
        const response = decodeResponse(answer(owner, records));
        expect(response).toMatchObject({ id: 7, rcode: 0, authoritative: true });
        expect(response.answers.map((each) => readValue(response.bytes, each))).toEqual(
          records.map(([type, value]) => canonicalValue(type, value)),
        );
      }),
    );
  });

  it('whatever comes instead is refused, and never loops', () => {
    const whole = answer('app.example.org', [
      ['A', '192.0.2.1'],
      ['CNAME', 'toronto.example.org'],
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(whole.length),
        (changes, length) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            decodeResponse(bytes.subarray(0, length));
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedDnsError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('follows compression backwards only', () => {
    const bytes = answer('app.example.org', [['A', '192.0.2.1']]);
    const owner = 12 + 'app.example.org'.length + 2 + 4;
    // The owner of the record as a pointer to the question's name, and the rest behind it.
    const compressed = Buffer.concat([bytes.subarray(0, owner), Buffer.from([0xc0, 12]), bytes.subarray(owner + 17)]);
    expect(decodeResponse(compressed).answers[0]).toMatchObject({ name: 'app.example.org', ttl: 5 });
    compressed[owner + 1] = owner;
    expect(() => decodeResponse(compressed)).toThrow(MalformedDnsError);
  });

  it.each(['', '.', 'a..b', '-a', 'a-', 'a b', 'ä.org', 'a'.repeat(64), `${'a.'.repeat(127)}a`])(
    'does not take %j for a name',
    (text) => expect(isDomainName(text)).toBe(false),
  );
});
