import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { survivalEpochBase } from './survival-epoch.js';

const made = new Date('2026-03-01T03:00:00Z');
const later = (seconds: number): Date => new Date(made.getTime() + seconds * 1000);

test('a run stands above what the service gave out since, and a later run above an earlier one', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(40_000_000), fc.nat(1000), (epoch, since, first, gap) => {
      expect(survivalEpochBase(epoch, made, later(first))).toBeGreaterThanOrEqual(epoch + since);
      const second = survivalEpochBase(epoch, made, later(first + gap + 1));
      expect(second).toBeGreaterThan(survivalEpochBase(epoch, made, later(first)) + gap);
    }),
  );
});

test('a clock that went back takes nothing away', () => {
  expect(survivalEpochBase(40, made, later(-1000))).toBe(survivalEpochBase(40, made, made));
});
