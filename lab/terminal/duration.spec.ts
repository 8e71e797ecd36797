import { expect, test } from '@jest/globals';
import { formatDuration } from './duration.js';

test.each([
  [0, '0.0 ms'],
  [0.04, '0.0 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [59_994, '59.99 s'],
  [59_996, '1 min 00 s'],
  [125_000, '2 min 05 s'],
  [-12, '-12 ms'],
])('%s ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
