import { expect, test } from '@jest/globals';
import { measureLoss } from './loss.js';
import { longestGap } from './outage.js';

const acknowledged = [1, 2, 3, 4, 5].map((id) => ({ id, writtenAtMs: id * 20, acknowledgedAtMs: id * 20 + 3 }));

const surviving = (...ids: readonly number[]) => new Map(ids.map((id) => [id, id * 20]));

test('nothing lost', () => {
  expect(measureLoss(acknowledged, surviving(1, 2, 3, 4, 5))).toEqual({ lost: [], lossWindowMs: 0 });
});

test('the loss window reaches from the newest survivor to the newest lost write', () => {
  expect(measureLoss(acknowledged, surviving(1, 2))).toEqual({ lost: [3, 4, 5], lossWindowMs: 60 });
});

test('writes after the failover do not shorten it, and one that survived unacknowledged counts as there', () => {
  const rows = new Map([...surviving(1, 2), [9, 55], [10, 900]]);
  expect(measureLoss(acknowledged, rows)).toEqual({ lost: [3, 4, 5], lossWindowMs: 45 });
});

test('a hole in the middle is a loss too', () => {
  expect(measureLoss(acknowledged, surviving(1, 3, 4, 5))).toEqual({ lost: [2], lossWindowMs: 20 });
});

test('when nothing survives, everything since the first write is lost', () => {
  expect(measureLoss(acknowledged, new Map())).toEqual({ lost: [1, 2, 3, 4, 5], lossWindowMs: 80 });
});

test('the longest gap lies between two writes of the window', () => {
  expect(longestGap([0, 20, 40, 300, 320], { fromMs: 30, toMs: 330 })).toBe(260);
});

test('an outage that began before the window, or never ended, is not missed', () => {
  expect(longestGap([0, 20], { fromMs: 30, toMs: 1030 })).toBe(1000);
  expect(longestGap([900], { fromMs: 0, toMs: 1000 })).toBe(900);
});
