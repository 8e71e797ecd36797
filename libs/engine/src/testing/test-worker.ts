import type { JournalRecord } from '#domain/execution/journal-entry.js';
import { Engine, type EngineParts } from '../engine.js';
import type { ActionCatalog } from '../ports.js';
import type { Disturb, MemoryStore } from './memory-store.js';
import type { ScriptedWorld } from './scripted-world.js';
import { TestProcess } from './test-process.js';
import type { VirtualClock } from './virtual-clock.js';

export const LEASE_TTL_MS = 4_000;
export const GRACE_MS = 2_000;

export interface TestWorkerParts {
  readonly clock: VirtualClock;
  readonly store: MemoryStore;
  readonly world: ScriptedWorld;
}

export interface TestWorkerOptions {
  readonly owner?: string;
  readonly disturb?: Disturb;
  /** Catalogues; what is absent acts on the scripted world. */
  readonly live?: ActionCatalog | undefined;
  readonly drill?: ActionCatalog | undefined;
  readonly switchover?: ActionCatalog | undefined;
  readonly outcome?: EngineParts['outcome'];
}

/** An engine in a process of its own, which can be killed, frozen, and cut off from the store. */
export class TestWorker {
  readonly process: TestProcess;
  readonly engine: Engine;
  readonly faults: unknown[] = [];
  readonly seen: JournalRecord[] = [];

  constructor(
    { clock, store, world }: TestWorkerParts,
    { owner = 'worker', disturb, live, ...others }: TestWorkerOptions = {},
  ) {
    this.process = new TestProcess(clock);
    const through: Disturb = (call, act) => {
      const ask: Disturb = disturb ?? ((_, perform) => Promise.resolve().then(perform));
      return this.process.receive(ask(call, act));
    };
    const connection = store.connect(through);
    this.engine = new Engine(
      {
        journal: connection,
        leases: connection,
        liveActions: live ?? world.catalogFor(this.process),
        tabletopActions: world.catalogFor(this.process),
        drillActions: others.drill ?? world.catalogFor(this.process),
        switchoverActions: others.switchover ?? world.catalogFor(this.process),
        clock: this.process.clock,
        observer: {
          entries: (_, records) => this.seen.push(...records),
          fault: (_, error) => this.faults.push(error),
        },
        outcome: others.outcome ?? (() => null),
      },
      { owner, leaseTtlMs: LEASE_TTL_MS, graceMs: GRACE_MS },
    );
  }
}
