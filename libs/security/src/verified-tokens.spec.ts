import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VerifiedTokens } from './verified-tokens.js';

const NOW = 1_800_000_000_000;
const AN_HOUR = NOW / 1000 + 3600;

test('knows a token again, and no other', () => {
  const tokens = new VerifiedTokens<string>();
  tokens.add('one', 'admin_1', AN_HOUR, NOW);
  expect(tokens.get('one', NOW + 1)).toBe('admin_1');
  expect(tokens.get('one ', NOW + 1)).toBeUndefined();
});

test('never answers at or after the expiry, nor a minute after the verification', () => {
  const moments = fc.record({ expiresIn: fc.integer({ min: -10, max: 200 }), askedAfter: fc.integer({ min: 0 }) });
  fc.assert(
    fc.property(moments, ({ expiresIn, askedAfter }) => {
      const tokens = new VerifiedTokens<boolean>();
      tokens.add('token', true, NOW / 1000 + expiresIn, NOW);
      const good = askedAfter < Math.min(expiresIn * 1000, 60_000);
      expect(tokens.get('token', NOW + askedAfter)).toBe(good ? true : undefined);
    }),
  );
});

test('keeps no more than its capacity: the oldest makes room', () => {
  const tokens = new VerifiedTokens<number>(2);
  ['a', 'b', 'a', 'c'].forEach((token, i) => tokens.add(token, i, AN_HOUR, NOW));
  expect(['a', 'b', 'c'].map((token) => tokens.get(token, NOW))).toEqual([2, undefined, 3]);
});
