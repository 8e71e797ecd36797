import type { Clock } from '../ports.js';

interface Timer {
  readonly due: number;
  readonly fire: () => void;
}

/** When a test has not come to its end by then, it never will. */
const LONGEST_RUN_MS = 24 * 3_600_000;

/** Time that passes only when nothing else can happen: tests with hours in them take milliseconds, and repeat exactly. */
export class VirtualClock implements Clock {
  private time = Date.UTC(2030, 0, 1);
  private timers: Timer[] = [];

  /** Timers that somebody still waits for. */
  get pending(): number {
    return this.timers.length;
  }

  now(): Date {
    return new Date(this.time);
  }

  monotonic(): number {
    return this.time;
  }

  random(): number {
    return 0.5;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer: Timer = {
        due: this.time + ms,
        fire: () => {
          this.callOff(timer);
          signal.removeEventListener('abort', timer.fire);
          resolve();
        },
      };
      signal.addEventListener('abort', timer.fire, { once: true });
      this.timers.push(timer);
    });
  }

  alarm(ms: number, ring: () => void): () => void {
    const timer: Timer = {
      due: this.time + ms,
      fire: () => {
        this.callOff(timer);
        ring();
      },
    };
    this.timers.push(timer);
    return () => this.callOff(timer);
  }

  /** Lets time pass until the promise is settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const note = (): void => {
      settled = true;
    };
    promise.then(note, note);
    const limit = this.time + LONGEST_RUN_MS;
    for (;;) {
      await this.calm();
      if (settled) return promise;
      if (!this.fireNext()) throw new Error('nobody waits for anything, and the promise is not settled');
      if (this.time > limit) throw new Error('time goes by and nothing happens');
    }
  }

  /** Lets an amount of time pass. */
  pass(ms: number): Promise<void> {
    return this.until(this.sleep(ms, new AbortController().signal));
  }

  /** Lets everything happen that needs no time. */
  calm(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  private callOff(timer: Timer): void {
    this.timers = this.timers.filter((other) => other !== timer);
  }

  private fireNext(): boolean {
    const next = this.timers.reduce<Timer | null>(
      (first, timer) => (first && first.due <= timer.due ? first : timer),
      null,
    );
    if (!next) return false;
    this.time = Math.max(this.time, next.due);
    next.fire();
    return true;
  }
}
