import { Traps } from './traps.js';
import { MatrixWorker } from './workers.js';

/** Workers that are killed and replaced. The replacements boot while others still work, so that nobody waits for them. */
export class WorkerPool {
  readonly traps = new Traps<MatrixWorker>();
  private readonly workers = new Set<MatrixWorker>();
  private readonly booting = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly env: Readonly<Record<string, string>>,
    /** How many there should be. */
    private readonly size: number,
  ) {}

  get ready(): readonly MatrixWorker[] {
    return [...this.workers].filter((worker) => worker.isAlive);
  }

  byPid(pid: number): MatrixWorker | undefined {
    return this.ready.find((worker) => worker.pid === pid);
  }

  /** Resolves when at least so many are ready. */
  async atLeast(count: number): Promise<void> {
    this.replenish();
    while (this.ready.length < count) {
      await Promise.race(this.booting);
      this.replenish();
    }
  }

  async kill(worker: MatrixWorker): Promise<void> {
    this.workers.delete(worker);
    await worker.kill();
    this.replenish();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.traps.clear();
    await Promise.allSettled(this.booting);
    await Promise.all([...this.workers].map((worker) => worker.stop()));
  }

  private replenish(): void {
    while (!this.stopping && this.ready.length + this.booting.size < this.size) {
      const boot = MatrixWorker.start(this.databaseUrl, this.env, this.traps).then((worker) => {
        this.workers.add(worker);
      });
      const booting = boot.finally(() => this.booting.delete(booting));
      booting.catch(() => undefined); // whoever waits for workers sees it
      this.booting.add(booting);
    }
  }
}
