import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { RecentSecrets } from './recent-secrets.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A vault that counts how often it was opened, and whose values can be changed. */
function vault() {
  const state = { opened: 0, value: 'first' as string | null };
  const resolve = (reference: string): Promise<string> => {
    state.opened += 1;
    return state.value === null ? Promise.reject(new Error('locked')) : Promise.resolve(`${reference}: ${state.value}`);
  };
  return { state, resolve };
}

test('opens a secret once for all who ask in a moment, also at once', async () => {
  const { state, resolve } = vault();
  const secrets = new RecentSecrets({ resolve }, 60_000);
  expect(await Promise.all([secrets.resolve('a'), secrets.resolve('a'), secrets.resolve('b')])).toEqual([
    'a: first',
    'a: first',
    'b: first',
  ]);
  expect(await secrets.resolve('a')).toBe('a: first');
  expect(state.opened).toBe(2);
});

test('sees a secret that was changed when the moment is over', async () => {
  const { state, resolve } = vault();
  const secrets = new RecentSecrets({ resolve }, 2_000);
  await secrets.resolve('a');
  state.value = 'second';
  jest.advanceTimersByTime(1_999);
  expect(await secrets.resolve('a')).toBe('a: first');
  jest.advanceTimersByTime(1);
  expect(await secrets.resolve('a')).toBe('a: second');
});

test('remembers no failure', async () => {
  const { state, resolve } = vault();
  const secrets = new RecentSecrets({ resolve }, 60_000);
  state.value = null;
  await expect(secrets.resolve('a')).rejects.toThrow('locked');
  state.value = 'first';
  expect(await secrets.resolve('a')).toBe('a: first');
});
