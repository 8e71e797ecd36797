import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const BEGUN = 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * What came of works that were begun before everything that nobody holds was collected as garbage: results, or errors.
 * @throws when nothing was collected.
 */
export async function afterCollection(begin: () => Promise<unknown>): Promise<readonly unknown[]> {
  const ends = Array.from({ length: BEGUN }, () => begin().catch((error: unknown) => error));
  const garbage = new WeakRef({});
  for (let round = 0; round < 2; round += 1) {
    await turn();
    collect();
  }
  if (garbage.deref() !== undefined) throw new Error('nothing was collected');
  return Promise.all(ends);
}
