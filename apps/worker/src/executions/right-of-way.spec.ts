import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { RightOfWay } from './right-of-way.js';

describe('RightOfWay', () => {
  function failover(rightOfWay: RightOfWay) {
    let end: (error?: Error) => void = () => undefined;
    const over = rightOfWay.give(
      () => new Promise<string>((resolve, reject) => (end = (error) => (error ? reject(error) : resolve('moved')))),
    );
    return { over, end: (error?: Error) => end(error) };
  }

  function housekeeping(rightOfWay: RightOfWay) {
    const seen = { begun: 0 };
    const work = rightOfWay.housekeeping(() => {
      seen.begun++;
      return Promise.resolve();
    });
    return { seen, work };
  }

  it('has housekeeping wait until every failover is over, and no longer', async () => {
    const rightOfWay = new RightOfWay();
    const { seen, work } = housekeeping(rightOfWay);
    await work();
    expect(seen.begun).toBe(1);

    const [first, second] = [failover(rightOfWay), failover(rightOfWay)];
    const turn = work();
    first.end();
    expect(await first.over).toBe('moved');
    await nextTurn();
    expect(seen.begun).toBe(1);
    second.end();
    await turn;
    expect(seen.begun).toBe(2);
  });

  it('is free again when a failover fails, which its caller hears of', async () => {
    const rightOfWay = new RightOfWay();
    const { seen, work } = housekeeping(rightOfWay);
    const failed = failover(rightOfWay);
    const turn = work();
    failed.end(new Error('lost'));
    await expect(failed.over).rejects.toThrow('lost');
    await turn;
    await work();
    expect(seen.begun).toBe(2);
  });

  it('is not kept for ever: a failover may wait for hours', async () => {
    const rightOfWay = new RightOfWay();
    const { seen, work } = housekeeping(rightOfWay);
    const endless = failover(rightOfWay);
    await work();
    expect(seen.begun).toBe(1);
    endless.end();
    await endless.over;
  });
});
