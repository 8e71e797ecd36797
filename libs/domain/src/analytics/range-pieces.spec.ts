import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { piecesOf, QUARTER_MS } from './range-pieces.js';

const instant = fc.date({
  min: new Date('2015-01-01T00:00:00Z'),
  max: new Date('2035-01-01T00:00:00Z'),
  noInvalidDate: true,
});
/** Half of them at the beginnings of quarters and months, where mistakes live. */
const boundary = fc.oneof(
  instant,
  instant.map((at) => new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS)),
  instant.map((at) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))),
);
const bound = fc.option(boundary, { nil: null });

test('the pieces of a span lie one after the other and are the span', () => {
  fc.assert(
    fc.property(bound, bound, (from, to) => {
      const { buckets, edges } = piecesOf({ from, to });
      if (from !== null && to !== null && from >= to) {
        expect([...buckets, ...edges]).toEqual([]);
        return;
      }
      const all = [...buckets, ...edges].sort(
        (a, b) => (a.from?.getTime() ?? -Infinity) - (b.from?.getTime() ?? -Infinity),
      );
      expect(all[0]!.from).toEqual(from);
      expect(all.at(-1)!.to).toEqual(to);
      all.slice(1).forEach((piece, index) => expect(piece.from).toEqual(all[index]!.to));
    }),
  );
});

test('buckets are whole, and edges are shorter than one', () => {
  fc.assert(
    fc.property(bound, bound, (from, to) => {
      const { buckets, covered, edges } = piecesOf({ from, to });
      for (const { grain, ...piece } of buckets) {
        for (const end of [piece.from, piece.to]) {
          if (end === null) continue;
          if (grain === 'month') expect(end.toISOString()).toMatch(/-01T00:00:00\.000Z$/);
          expect(end.getTime() % QUARTER_MS).toBe(0);
        }
      }
      for (const edge of edges) {
        expect(edge.to.getTime() - edge.from.getTime()).toBeGreaterThan(0);
        expect(edge.to.getTime() - edge.from.getTime()).toBeLessThan(2 * QUARTER_MS);
      }
      expect(covered === null).toBe(buckets.length === 0);
    }),
  );
});

test('a year is its months, and no more than two months are read in quarters', () => {
  const year = { from: new Date('2024-01-01T00:00:00Z'), to: new Date('2025-01-01T00:00:00Z') };
  expect(piecesOf(year).buckets).toEqual([{ grain: 'month', ...year }]);
  expect(piecesOf({ from: null, to: null }).buckets).toEqual([{ grain: 'all', from: null, to: null }]);
});
