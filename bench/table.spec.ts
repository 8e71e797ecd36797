import { describe, expect, test } from '@jest/globals';
import { formatFigure, formatResult } from './table.js';

describe('a table of measurements', () => {
  test.each([
    [0, '0'],
    [0.012345, '0.0123'],
    [1.8499, '1.85'],
    [24.71, '24.7'],
    [99.97, '100'],
    [1523.4, '1,523'],
    [-3.14159, '-3.14'],
    [Number.NaN, 'NaN'],
  ])('shows %p as %p', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });

  test('puts each figure beside its unit and its ratio beside what it compares with', () => {
    const rows = [
      { what: 'plain', value: 2, unit: 'ms', samples: 1000 },
      { what: 'durable', value: 5, unit: 'ms', ratio: 2.5, against: 'plain' },
    ];
    expect(formatResult('Steps', { rows, notes: ['On one disk.'] }).split('\n')).toEqual([
      'Steps',
      'what     value  unit  ratio  against  samples',
      '───────  ─────  ────  ─────  ───────  ───────',
      'plain        2  ms                       1000',
      'durable      5  ms    2.5 ×  plain',
      'On one disk.',
    ]);
  });
});
