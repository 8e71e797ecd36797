import { expect, test } from '@jest/globals';
import { type Output, type Progress, progressView, type StepMark } from './progress.js';

class Paper implements Output {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns = 80,
    readonly rows = 24,
  ) {}
  write(text: string): void {
    this.text += text;
  }
}

function progress(percent: number, marks: readonly StepMark[], status = 'running'): Progress {
  const steps = marks.map((mark, index) => ({
    id: `s${index}`,
    name: `Step ${index}`,
    mark,
    ...(mark === 'done' && { durationMs: 12 }),
  }));
  return { title: 'planned failover', status, percent, elapsedMs: 1500, steps };
}

test('where there is no terminal: one line for each change', () => {
  const paper = new Paper(false);
  const view = progressView(paper);
  view.show(progress(0, ['running', 'waiting']));
  view.show(progress(10, ['running', 'waiting']));
  view.show(progress(50, ['done', 'running']));
  view.show(progress(100, ['done', 'done'], 'completed'));
  view.end();
  expect(paper.text.trimEnd().split('\n')).toEqual([
    '  planned failover: running, 0 %',
    '  ▶ Step 0',
    '  ✓ Step 0 (12 ms)',
    '  ▶ Step 1',
    '  ✓ Step 1 (12 ms)',
    '  planned failover: completed, 100 %',
  ]);
});

test('on a terminal: redrawn in place', () => {
  const paper = new Paper(true);
  const view = progressView(paper);
  view.show(progress(0, ['running', 'waiting']));
  expect(paper.text).toContain('▶ Step 0');
  expect(paper.text).not.toContain('\u001b[3A');
  paper.text = '';
  view.show(progress(50, ['done', 'failed']));
  // Back over the three lines that stand there, and everything below is cleared.
  expect(paper.text.startsWith('\u001b[3A\u001b[J')).toBe(true);
  expect(paper.text).toContain('███████████████░░░░░░░░░░░░░░░  50 %');
  expect(paper.text).toMatch(/✓ Step 0 +12 ms\n +✗ Step 1\n$/);
});

test('on a small terminal: no line wraps, and none scrolls away, for neither could be redrawn', () => {
  const paper = new Paper(true, 30, 3);
  const view = progressView(paper);
  view.show(progress(50, ['done', 'running', 'waiting', 'waiting']));
  const lines = paper.text.replace('\u001b[J', '').trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(30);
});

test('after the end the last state stays', () => {
  const paper = new Paper(true);
  const view = progressView(paper);
  view.show(progress(100, ['done'], 'completed'));
  view.end();
  paper.text = '';
  view.show(progress(0, ['running']));
  expect(paper.text).not.toContain('A\u001b[J');
});
