import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digest } from './digest.js';

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  // Not by assignment: that would take `__proto__` for something else.
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, field]) => [name, reversed(field)]),
  );
}

test('does not depend on the order of fields', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(digest(reversed(value))).toBe(digest(value));
    }),
  );
});

test('differs where documents differ', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b) && JSON.stringify(reversed(a)) !== JSON.stringify(b));
      fc.pre(!sameDocument(a, b));
      expect(digest(a)).not.toBe(digest(b));
    }),
  );
  expect(digest(undefined)).not.toBe(digest(null));
  expect(digest(['1'])).not.toBe(digest([1]));
  expect(digest([[1], 2])).not.toBe(digest([1, [2]]));
});

function sameDocument(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}
