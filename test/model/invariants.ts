import type { ExecutionState } from '#domain/execution/execution-state.js';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import type { ExecutionStatus } from '#domain/execution/transitions.js';
import { Violation } from './explorer.js';
import type { ModelOptions } from './lease/options.js';
import type { State } from './lease/state.js';

export const ONE_HOLDER = 'an epoch has one holder';
export const STALE_IS_SILENT = 'a holder whose epoch is not the newest any more writes nothing';
export const ONLY_HOLDER_ACTS = 'nothing is sent to the world but by the holder of the lease';
export const BEGUN_IS_WRITTEN = 'what is begun stands in the journal before, so that the next holder sees it';
export const AT_MOST_ONCE_IN_TIME =
  'an effect that can be looked at happens at most once while its sender holds the lease';
export const EXACTLY_ONCE =
  'an effect that can be looked at happens at most once, and in a completed execution exactly once';
export const BLIND_AT_MOST_ONCE =
  'an effect that can not be looked at happens at most once for each time that a person asks';
export const UNDONE_IS_GONE = 'what was undone is not there';
export const CANCEL_IS_HONOURED = 'a cancel that was accepted is neither lost nor refused later';
export const NO_REQUEST_LEFT = 'nobody rests while a person waits for an answer';

type Judged = Pick<ModelOptions, 'runbook' | 'probeable' | 'fencing' | 'claim'>;
type Seen = Pick<State, 'workers' | 'world'>;

/** What must hold, in plain words, and how the model is asked. */
export const INVARIANTS = {
  always({ runbook, probeable, claim }: Judged, { workers, world }: Seen): void {
    const epochs = workers.flatMap(({ epoch }) => (epoch >= 0 ? [epoch] : []));
    if (new Set(epochs).size < epochs.length) throw new Violation(ONE_HOLDER, `${epochs.join(', ')} are held`);
    world.forEach(({ inTime, late, retries }, index) => {
      const { id } = runbook.steps[index]!;
      const all = inTime + late;
      if (!probeable.has(id)) {
        if (all > 1 + retries) throw new Violation(BLIND_AT_MOST_ONCE, `${id} has happened ${all} times`);
        return;
      }
      if (inTime > 1) throw new Violation(AT_MOST_ONCE_IN_TIME, `${id} has happened ${inTime} times`);
      if (claim === 'exactly once' && all > 1) throw new Violation(EXACTLY_ONCE, `${id} has happened ${all} times`);
    });
  },

  sending(execution: ExecutionState, stepId: string, undo: boolean, isHolder: boolean): void {
    if (!isHolder) throw new Violation(ONLY_HOLDER_ACTS, `${stepId} was sent by somebody else`);
    const { status, undoStarted } = execution.steps.get(stepId)!;
    const isWritten = undo ? undoStarted : status === 'running';
    if (!isWritten) throw new Violation(BEGUN_IS_WRITTEN, `${stepId} is sent and is not journalled as begun`);
  },

  writing(isHolder: boolean): void {
    if (!isHolder) throw new Violation(STALE_IS_SILENT, 'the store has taken such a write');
  },

  cancel(accepted: boolean, entries: readonly JournalEntry[]): void {
    if (!accepted) return;
    for (const entry of entries) {
      const forward = entry.type === 'execution_ended' && entry.status.startsWith('completed');
      if (forward || entry.type === 'cancel_refused')
        throw new Violation(CANCEL_IS_HONOURED, `${entry.type} is written`);
    }
  },

  /** An execution that is over. */
  end({ runbook, probeable, claim }: Judged, { world }: Seen, status: ExecutionStatus): void {
    world.forEach(({ present, inTime, late }, index) => {
      const { id, undoable } = runbook.steps[index]!;
      if (status === 'completed' && inTime + late === 0) throw new Violation(EXACTLY_ONCE, `${id} has not happened`);
      const isFinal = claim === 'exactly once' && probeable.has(id);
      if (isFinal && status === 'rolled_back' && undoable && present)
        throw new Violation(UNDONE_IS_GONE, `${id} is there`);
    });
  },

  /** An execution that nobody drives and that is not due. */
  rest(waitsForPerson: boolean): void {
    if (!waitsForPerson)
      throw new Violation(NO_REQUEST_LEFT, 'a request is in the journal, and nobody will look at it');
  },
} as const;
