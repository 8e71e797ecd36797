import type { Clock } from '../ports.js';

/** What can befall a worker's process: everything it waits for goes through here. */
export class TestProcess {
  private dead = false;
  private thawed: Promise<void> = Promise.resolve();
  private thawing: () => void = () => {};

  constructor(private readonly base: Clock) {}

  get isDead(): boolean {
    return this.dead;
  }

  /** `kill -9`: nothing it waits for ever comes. */
  kill(): void {
    this.dead = true;
  }

  /** `kill -STOP`: the world goes on without it. */
  freeze(): void {
    this.thawed = new Promise((resolve) => (this.thawing = resolve));
  }

  thaw(): void {
    this.thawing();
  }

  /** An answer reaches the process when it is awake, and a dead one never. */
  async receive<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } finally {
      await this.thawed;
      if (this.dead) await new Promise<never>(() => {});
    }
  }

  readonly clock: Clock = {
    now: () => this.base.now(),
    monotonic: () => this.base.monotonic(),
    random: () => this.base.random(),
    sleep: (ms, signal) => this.receive(this.base.sleep(ms, signal)),
    alarm: (ms, ring) => {
      let isOff = false;
      const callOff = this.base.alarm(ms, () => {
        void this.receive(Promise.resolve()).then(() => isOff || ring());
      });
      return () => {
        isOff = true;
        callOff();
      };
    },
  };
}
