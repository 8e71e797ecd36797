import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCursor, writeCursor } from './cursor.js';

describe('a cursor', () => {
  it('brings back the place that it was written for, to the microsecond', () => {
    const place = fc.record({
      requestedAt: fc
        .tuple(fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31') }), fc.integer({ min: 0, max: 999 }))
        .filter(([date]) => !Number.isNaN(date.getTime()))
        .map(([date, micros]) => date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`)),
      executionId: fc.stringMatching(/^[A-Za-z0-9_-]{1,100}$/),
    });
    fc.assert(fc.property(place, (position) => expect(readCursor(writeCursor(position))).toEqual(position)));
  });

  it('is nothing that somebody made up', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(readCursor(text)).toBeNull()));
    const written = (text: string) => Buffer.from(text).toString('base64url');
    for (const text of [
      '2024-02-31T00:00:00.000000Z exec_1',
      '0000-01-01T00:00:00.000000Z exec_1',
      '2024-01-01T00:00:00.000Z exec_1',
      '2024-01-01T00:00:00.000000Z exec_1 more',
      "2024-01-01T00:00:00.000000Z exec'",
    ]) {
      expect(readCursor(written(text))).toBeNull();
    }
  });
});
