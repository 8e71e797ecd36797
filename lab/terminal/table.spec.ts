import { expect, test } from '@jest/globals';
import { formatTable } from './table.js';

test('columns are as wide as their widest cell, numbers stand on the right', () => {
  const table = formatTable({
    title: 'Fruit',
    columns: [{ header: 'name' }, { header: 'n', align: 'right' }],
    rows: [
      ['apple', '7'],
      ['fig', '1200'],
    ],
  });
  expect(table.split('\n')).toEqual(['Fruit', 'name      n', '─────  ────', 'apple     7', 'fig    1200']);
});

test('a mark outside of ASCII takes one column', () => {
  const table = formatTable({
    columns: [{ header: '' }, { header: 'x' }],
    rows: [
      ['✓', 'a'],
      ['-', 'b'],
    ],
  });
  expect(table.split('\n').slice(2)).toEqual(['✓  a', '-  b']);
});

test('cells that are missing are empty', () => {
  expect(formatTable({ columns: [{ header: 'a' }, { header: 'b' }], rows: [['1']] })).toBe('a  b\n─  ─\n1');
});
