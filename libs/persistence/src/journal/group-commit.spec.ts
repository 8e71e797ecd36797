import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { GroupCommit, type GroupWriter } from './group-commit.js';

interface Write {
  readonly items: readonly number[];
  readonly end: (result?: (item: number) => number | undefined) => void;
  readonly fail: (error: Error) => void;
}

/** Writes numbers, and is told when each write ends and how. */
class HeldWriter implements GroupWriter<number, string> {
  readonly writes: Write[] = [];

  one(item: number): Promise<string> {
    return this.begin([item]).then(() => `alone ${item}`);
  }

  async many(items: readonly number[]): Promise<readonly (string | undefined)[]> {
    const result = await this.begin(items);
    return items.map((item) => (result(item) === undefined ? undefined : `together ${item}`));
  }

  isUndone(error: unknown): boolean {
    return (error as Error).message === 'undone';
  }

  private begin(items: readonly number[]): Promise<(item: number) => number | undefined> {
    return new Promise((resolve, reject) => {
      this.writes.push({ items, end: (result = (item) => item) => resolve(result), fail: reject });
    });
  }
}

/** Longer than any test takes: on a busy machine no turn ends before its write does. */
const NEVER_MS = 600_000;

function start(longestTurnMs = NEVER_MS): {
  readonly writer: HeldWriter;
  readonly write: (item: number) => Promise<string>;
} {
  const writer = new HeldWriter();
  const commits = new GroupCommit(writer, longestTurnMs);
  return { writer, write: (item) => commits.write(item) };
}

/** The first is under way; what comes now waits for it. */
function startBusy(longestTurnMs = NEVER_MS): ReturnType<typeof start> {
  const started = start(longestTurnMs);
  void started.write(0);
  return started;
}

function sizes(writer: HeldWriter): readonly number[] {
  return writer.writes.map(({ items }) => items.length);
}

/** All that follows from what was told has happened. */
async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await nextTurn();
}

const items = (writer: HeldWriter): readonly (readonly number[])[] => writer.writes.map((write) => write.items);

describe('group commit', () => {
  it('writes what comes alone at once, and what comes meanwhile together, in order', async () => {
    const { writer, write } = start();
    const first = write(0);
    const others = [1, 2, 3].map(write);
    expect(items(writer)).toEqual([[0]]);
    writer.writes[0]!.end();
    expect(await first).toBe('alone 0');
    await settled();
    expect(items(writer)).toEqual([[0], [1, 2, 3]]);
    writer.writes[1]!.end();
    expect(await Promise.all(others)).toEqual(['together 1', 'together 2', 'together 3']);
  });

  it('takes those who were just told into the next group', async () => {
    const { writer, write } = startBusy();
    const again = Promise.all([1, 2, 3].map((item) => write(item).then(() => write(item + 10))));
    writer.writes[0]!.end();
    await settled();
    writer.writes[1]!.end();
    await settled();
    expect(items(writer)).toEqual([[0], [1, 2, 3], [11, 12, 13]]);
    writer.writes[2]!.end();
    expect(await again).toHaveLength(3);
  });

  it('does not let a group grow beyond its bound', async () => {
    const { writer, write } = startBusy();
    const all = Promise.all(Array.from({ length: 100 }, (_, i) => write(i + 1)));
    // Sixteen are worth a turn of their own while the first one is under way.
    expect(sizes(writer)).toEqual([1, 16]);
    writer.writes[1]!.end();
    await settled();
    expect(sizes(writer)).toEqual([1, 16, 64]);
    writer.writes[0]!.end();
    writer.writes[2]!.end();
    await settled();
    expect(sizes(writer)).toEqual([1, 16, 64, 20]);
    writer.writes[3]!.end();
    expect(await all).toHaveLength(100);
  });

  it('lets a few wait for the group that is under way, and never more than two groups be', async () => {
    const { writer, write } = startBusy();
    const all = Promise.all(Array.from({ length: 15 }, (_, i) => write(i + 1)));
    expect(sizes(writer)).toEqual([1]);
    const more = Promise.all(Array.from({ length: 17 }, (_, i) => write(i + 16)));
    expect(sizes(writer)).toEqual([1, 16]);
    writer.writes[0]!.end();
    await settled();
    expect(sizes(writer)).toEqual([1, 16, 16]);
    writer.writes[1]!.end();
    writer.writes[2]!.end();
    expect([...(await all), ...(await more)]).toHaveLength(32);
  });

  it('writes alone what could not be written with the others, and goes on meanwhile', async () => {
    const { writer, write } = startBusy();
    const [left, written] = [write(1), write(2)];
    writer.writes[0]!.end();
    await settled();
    writer.writes[1]!.end((item) => (item === 1 ? undefined : item));
    expect(await written).toBe('together 2');
    await settled();
    const later = write(3);
    expect(items(writer)).toEqual([[0], [1, 2], [1], [3]]);
    writer.writes[3]!.end();
    expect(await later).toBe('alone 3');
    writer.writes[2]!.end();
    expect(await left).toBe('alone 1');
  });

  it('writes each alone when the group was undone', async () => {
    const { writer, write } = startBusy();
    const both = Promise.allSettled([write(1), write(2)]);
    writer.writes[0]!.end();
    await settled();
    writer.writes[1]!.fail(new Error('undone'));
    await settled();
    writer.writes[2]!.fail(new Error('broken'));
    writer.writes[3]!.end();
    expect(await both).toMatchObject([
      { status: 'rejected', reason: { message: 'broken' } },
      { status: 'fulfilled', value: 'alone 2' },
    ]);
  });

  it('tells each of a failure, and writes nothing again, when it is not known what was written', async () => {
    const { writer, write } = startBusy();
    const both = Promise.allSettled([write(1), write(2)]);
    writer.writes[0]!.end();
    await settled();
    writer.writes[1]!.fail(new Error('the connection is gone'));
    expect(await both).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    expect(items(writer)).toEqual([[0], [1, 2]]);
  });

  it('is not held up for ever by a write that does not end', async () => {
    const { writer, write } = startBusy(20);
    const others = Promise.all([write(1), write(2)]);
    const givenUpAt = performance.now() + 60_000;
    while (writer.writes.length < 2 && performance.now() < givenUpAt) await nextTurn();
    expect(items(writer)).toEqual([[0], [1, 2]]);
    writer.writes[1]!.end();
    expect(await others).toEqual(['together 1', 'together 2']);
  });
});
