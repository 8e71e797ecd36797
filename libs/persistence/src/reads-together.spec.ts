import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ReadsTogether } from './reads-together.js';

/** A table whose rows say when they were read: by how many writes. */
class Table {
  readonly statements: (readonly string[])[] = [];
  writes = 0;

  readAll = (keys: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    this.statements.push(keys);
    return Promise.resolve(new Map(keys.filter((key) => key !== 'missing').map((key) => [key, this.writes])));
  };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('reads of one turn', () => {
  it('are one statement, which names each key once', async () => {
    const table = new Table();
    const reads = new ReadsTogether(table.readAll);
    expect(await Promise.all(['a', 'b', 'a', 'missing'].map((key) => reads.read(key)))).toEqual([0, 0, 0, undefined]);
    expect(table.statements).toEqual([['a', 'b', 'missing']]);
  });

  it('fail together, and are forgotten: the next one asks anew', async () => {
    const table = new Table();
    let broken = true;
    const reads = new ReadsTogether((keys) =>
      broken ? Promise.reject(new Error('the connection is gone')) : table.readAll(keys),
    );
    const results = await Promise.allSettled([reads.read('a'), reads.read('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await reads.read('a')).toBe(0);
  });

  it('are several statements when they are too many for one', async () => {
    const table = new Table();
    const reads = new ReadsTogether(table.readAll);
    const keys = Array.from({ length: 250 }, (_, n) => `key${n}`);
    expect(await Promise.all(keys.map((key) => reads.read(key)))).toEqual(keys.map(() => 0));
    expect(table.statements.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(table.statements.flat()).toEqual(keys);
  });

  it('never miss what was written before they were asked for, whenever that is', async () => {
    const action = fc.oneof(
      fc.constantFrom('a', 'b', 'c'),
      fc.constant('write' as const),
      fc.constant('turn' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const table = new Table();
        const reads = new ReadsTogether(table.readAll);
        const answers: Promise<void>[] = [];
        for (const each of actions) {
          if (each === 'turn') await nextTurn();
          else if (each === 'write') table.writes += 1;
          else {
            const asked = table.writes;
            answers.push(reads.read(each).then((seen) => expect(seen).toBeGreaterThanOrEqual(asked)));
          }
        }
        await Promise.all(answers);
      }),
    );
  });
});
