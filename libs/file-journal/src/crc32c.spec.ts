import { expect, test } from '@jest/globals';
import { crc32c } from './crc32c.js';

const bytes = (text: string): Buffer => Buffer.from(text);

// The check value of the catalogue of CRCs, and the test vectors of RFC 3720, B.4.
test.each([
  [bytes('123456789'), 0xe3069283],
  [Buffer.alloc(32), 0x8a9136aa],
  [Buffer.alloc(32, 0xff), 0x62a8ab43],
  [Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
])('%#', (input, expected) => {
  expect(crc32c(input)).toBe(expected);
});

test('goes on where it was', () => {
  expect(crc32c(bytes('56789'), crc32c(bytes('1234')))).toBe(crc32c(bytes('123456789')));
});
