import { expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { shapeFaults } from './shape.js';

const CONTRACT = {
  plan_id: 'plan_123456789',
  rto: 240,
  active: true,
  created_at: '2024-01-15T12:30:00Z',
  last_tested: null,
  sites: [{ name: 'Toronto' }],
};

test('a document like the contract has no fault', () => {
  const actual = {
    plan_id: 'plan_01k',
    rto: 1,
    active: false,
    created_at: '2026-11-22T10:00:00.123Z',
    last_tested: '2026-11-22T10:00:00Z',
    sites: [],
    version: 1,
  };
  expect(shapeFaults(CONTRACT, actual, { additions: ['version'] })).toEqual([]);
});

test('whatever differs is named', () => {
  const actual = {
    plan_id: 'exec_01k',
    rto: '240',
    active: null,
    created_at: 'yesterday',
    sites: [{ name: 'Toronto' }, { title: 'Vancouver' }],
    version: 1,
  };
  expect(shapeFaults(CONTRACT, actual as unknown as Json)).toEqual([
    'last_tested: missing',
    'version: not in the contract',
    'plan_id: exec_01k is no plan id',
    'rto: string, and not number',
    'active: null, and not boolean',
    'created_at: yesterday is no instant',
    'sites[].name: missing',
    'sites[].title: not in the contract',
  ]);
});
