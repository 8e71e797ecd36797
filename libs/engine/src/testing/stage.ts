import type { EngineEntry, JournalEntry, RequestEntry } from '#domain/execution/journal-entry.js';
import type { ExecutionState } from '#domain/execution/execution-state.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import type { RunResult } from '../engine.js';
import { MemoryStore, type Disturb } from './memory-store.js';
import { ScriptedWorld, type Script } from './scripted-world.js';
import { TestWorker } from './test-worker.js';
import { VirtualClock } from './virtual-clock.js';

export const ID = 'failover_1';

/** One execution, the world it acts upon, and the workers that drive it. */
export class Stage {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore(this.clock);
  readonly world: ScriptedWorld;

  constructor(runbook: Runbook, scripts: Readonly<Record<string, Script>> = {}) {
    this.world = new ScriptedWorld(scripts);
    this.store.add(ID, runbook);
  }

  worker(owner = 'worker', disturb?: Disturb): TestWorker {
    return new TestWorker(this, { owner, ...(disturb ? { disturb } : {}) });
  }

  /** Lets a worker drive the execution as far as it goes. */
  async run(worker: TestWorker = this.worker()): Promise<RunResult['how']> {
    const { how } = await this.clock.until(worker.engine.run(ID));
    return how;
  }

  state(): ExecutionState {
    return this.store.state(ID);
  }

  statusOf(stepId: string): string {
    return this.state().steps.get(stepId)!.status;
  }

  entries<T extends JournalEntry['type']>(type: T): readonly Extract<JournalEntry, { type: T }>[] {
    return this.store
      .records(ID)
      .map((record) => record.entry)
      .filter((entry): entry is Extract<JournalEntry, { type: T }> => entry.type === type);
  }

  retry(stepId: string): void {
    this.store.request(ID, { type: 'retry_requested', stepId, by: 'ann', comment: '' });
  }

  skip(stepId: string): void {
    this.store.request(ID, { type: 'skip_requested', stepId, by: 'ann', comment: '' });
  }

  confirm(stepId: string): void {
    this.store.request(ID, { type: 'step_confirmed', stepId, by: 'ann', comment: 'done' });
  }

  /** Anything else that people ask for. */
  ask(entry: RequestEntry): void {
    this.store.request(ID, entry);
  }

  cancel(): void {
    this.store.request(ID, { type: 'cancel_requested', by: 'ann', comment: '' });
  }
}

/** Remembers what is appended, write by write. */
export function recordingAppends(): { readonly writes: string[][]; readonly disturb: Disturb } {
  const writes: string[][] = [];
  return {
    writes,
    disturb: async (call, act) => {
      if (call.kind === 'append') writes.push(call.entries.map(nameOf));
      return act();
    },
  };
}

function nameOf(entry: EngineEntry): string {
  return 'stepId' in entry ? `${entry.type} ${entry.stepId}` : entry.type;
}
