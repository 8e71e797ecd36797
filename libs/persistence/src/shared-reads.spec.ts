import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SharedReads } from './shared-reads.js';

/** Answers how many writes there were when a run began, once it is told to end. */
class Question {
  writes = 0;
  runs = 0;
  underWay: (() => void)[] = [];

  readonly ask = (): Promise<number> => {
    this.runs += 1;
    const seen = this.writes;
    return new Promise((resolve) => this.underWay.push(() => resolve(seen)));
  };

  async endOldest(): Promise<void> {
    this.underWay.shift()?.();
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

/** Time does not pass: on a busy machine no run hangs. */
const still = (): number => 0;

describe('shared reads', () => {
  it('let everybody who asks during a run share the next one', async () => {
    const question = new Question();
    const reads = new SharedReads<number>(still);
    const first = reads.read('q', question.ask);
    question.writes = 1;
    const later = [reads.read('q', question.ask), reads.read('q', question.ask)];
    expect(question.runs).toBe(1);
    await question.endOldest();
    await question.endOldest();
    expect([await first, ...(await Promise.all(later))]).toEqual([0, 1, 1]);
    expect(question.runs).toBe(2);
  });

  it('keep different questions apart', async () => {
    const reads = new SharedReads<string>(still);
    const answers = ['a', 'b', 'a'].map((key) => reads.read(key, () => Promise.resolve(key)));
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'a']);
  });

  it('tell an error to those of its run, and run anew for the next', async () => {
    const reads = new SharedReads<string>(still);
    const failed = reads.read('q', () => Promise.reject(new Error('the connection is gone')));
    const next = reads.read('q', () => Promise.resolve('here'));
    await expect(failed).rejects.toThrow('the connection is gone');
    expect(await next).toBe('here');
  });

  it('do not wait for a run that hangs', async () => {
    let now = 0;
    const reads = new SharedReads<string>(() => now);
    void reads.read('q', () => new Promise(() => undefined));
    now = 1_001;
    expect(await reads.read('q', () => Promise.resolve('here'))).toBe('here');
  });

  it('never tell what was before a reader has asked, and never run twice at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('read', 'write', 'end'), { maxLength: 40 }), async (actions) => {
        const question = new Question();
        const reads = new SharedReads<number>(still);
        const answers: Promise<void>[] = [];
        for (const action of actions) {
          if (action === 'write') question.writes += 1;
          else if (action === 'end') await question.endOldest();
          else {
            const asked = question.writes;
            answers.push(reads.read('q', question.ask).then((seen) => expect(seen).toBeGreaterThanOrEqual(asked)));
          }
          expect(question.underWay.length).toBeLessThanOrEqual(1);
        }
        while (question.underWay.length > 0) await question.endOldest();
        await Promise.all(answers);
      }),
    );
  });
});
