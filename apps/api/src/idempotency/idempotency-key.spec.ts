import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InvalidIdempotencyKeyError } from './errors.js';
import { idempotencyKeyOf } from './idempotency-key.js';

const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });

describe('an Idempotency-Key', () => {
  test('is optional', () => {
    expect(idempotencyKeyOf(undefined)).toBeNull();
    expect(idempotencyKeyOf([])).toBeNull();
  });

  test('is the same bare and quoted', () => {
    const key = '8e03978e-40d5-43e8-bc93-6894a57f9324';
    expect(idempotencyKeyOf([key])).toBe(key);
    expect(idempotencyKeyOf([`"${key}"`])).toBe(key);
  });

  test('may hold anything printable when it is quoted', () => {
    fc.assert(
      fc.property(printable, (text) => {
        fc.pre(text !== '' && text.length <= 255);
        expect(idempotencyKeyOf([`"${text.replaceAll(/["\\]/g, '\\$&')}"`])).toBe(text);
      }),
    );
  });

  test.each([
    ['empty', ['']],
    ['only blanks', ['  ']],
    ['quoted and empty', ['""']],
    ['too long', ['k'.repeat(256)]],
    ['not ASCII', ['schlüssel']],
    ['a control character', ['a\tb']],
    ['an open quote', ['"abc']],
    ['a quote within quotes', ['"a"b"']],
    ['two keys', ['a', 'b']],
  ])('is refused: %s', (_, values) => {
    expect(() => idempotencyKeyOf(values)).toThrow(InvalidIdempotencyKeyError);
  });
});
