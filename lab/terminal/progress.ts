import { formatDuration } from './duration.js';
import { cutTo } from './text.js';

export type StepMark = 'waiting' | 'running' | 'done' | 'failed' | 'attention';

export interface ProgressStep {
  readonly id: string;
  readonly name: string;
  readonly mark: StepMark;
  /** So far, or in all. */
  readonly durationMs?: number;
  /** Why it failed, or what it waits for. */
  readonly note?: string;
}

export interface Progress {
  readonly title: string;
  readonly status: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly elapsedMs: number;
  readonly steps: readonly ProgressStep[];
}

export interface ProgressView {
  show(progress: Progress): void;
  /** Leaves the last state standing. */
  end(): void;
}

/** The part of a stream that a view needs. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

const MARKS: Record<StepMark, string> = { waiting: '·', running: '▶', done: '✓', failed: '✗', attention: '?' };
const BAR_WIDTH = 30;

/** Redrawn in place on a terminal; elsewhere a line for each change, as logs want it. */
export function progressView(output: Output): ProgressView {
  return output.isTTY === true ? new LiveView(output) : new LineView(output);
}

/** What stands on the terminal. */
export function frame({ title, status, percent, elapsedMs, steps }: Progress): readonly string[] {
  const filled = Math.round((Math.min(100, Math.max(0, percent)) / 100) * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const head = `${title}  ${bar} ${String(Math.round(percent)).padStart(3)} %  ${status}  ${formatDuration(elapsedMs)}`;
  const widest = steps.reduce((width, { name }) => Math.max(width, name.length), 0);
  return [head, ...steps.map((step) => `  ${stepLine(step, widest)}`)];
}

function stepLine({ mark, name, durationMs, note }: ProgressStep, width: number): string {
  const duration = durationMs === undefined ? '' : formatDuration(durationMs).padStart(10);
  return [MARKS[mark], name.padEnd(width), duration, note].filter(Boolean).join(' ').trimEnd();
}

class LiveView implements ProgressView {
  private drawn = 0;

  constructor(private readonly output: Output) {}

  show(progress: Progress): void {
    // A line that wraps, or one that scrolls away, could not be redrawn.
    const width = (this.output.columns ?? 80) - 1;
    const lines = frame(progress).slice(0, Math.max(1, (this.output.rows ?? 24) - 1));
    const back = this.drawn > 0 ? `\u001b[${this.drawn}A` : '';
    this.output.write(`${back}\u001b[J${lines.map((line) => `${cutTo(line, width)}\n`).join('')}`);
    this.drawn = lines.length;
  }

  end(): void {
    this.drawn = 0;
  }
}

class LineView implements ProgressView {
  private readonly seen = new Map<string, string>();
  private status: string | undefined;

  constructor(private readonly output: Output) {}

  show(progress: Progress): void {
    const isFirst = this.status === undefined;
    if (isFirst) this.showStatus(progress);
    for (const step of progress.steps) {
      if (this.seen.get(step.id) === step.mark) continue;
      this.seen.set(step.id, step.mark);
      if (step.mark !== 'waiting') this.output.write(`  ${changeLine(step)}\n`);
    }
    if (!isFirst) this.showStatus(progress);
  }

  end(): void {}

  private showStatus({ title, status, percent }: Progress): void {
    if (status === this.status) return;
    this.status = status;
    this.output.write(`  ${title}: ${status}, ${Math.round(percent)} %\n`);
  }
}

function changeLine({ mark, name, durationMs, note }: ProgressStep): string {
  // A step that has just begun has no duration to tell yet.
  const duration = durationMs === undefined || mark === 'running' ? '' : ` (${formatDuration(durationMs)})`;
  return `${MARKS[mark]} ${name}${duration}${note === undefined ? '' : `: ${note}`}`;
}
