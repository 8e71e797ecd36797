import type { RunbookStep } from '../runbook/runbook.js';
import type { FailureReport } from './failure-report.js';
import type { EngineEntry } from './journal-entry.js';

export type EndStatus = Extract<EngineEntry, { type: 'execution_ended' }>['status'];

/** What the holder of the lease has to do next. Everything in `record` becomes durable before anything starts. */
export interface Decision {
  readonly record: readonly EngineEntry[];
  readonly start: readonly RunbookStep[];
  /** Steps that a holder who is gone had begun: the world is asked before they are done again. */
  readonly recover: readonly RunbookStep[];
  readonly undo: RunbookStep | null;
  /** Stop what is running; its outcome still has to be awaited. */
  readonly abort: boolean;
  /** The execution is over. */
  readonly end: { readonly status: EndStatus; readonly error: FailureReport | null } | null;
  /** Nothing can happen until a person acts: let go of the lease. */
  readonly park: boolean;
}

export const NOTHING: Decision = {
  record: [],
  start: [],
  recover: [],
  undo: null,
  abort: false,
  end: null,
  park: false,
};

export function end(status: EndStatus, error: FailureReport | null): Decision {
  return { ...NOTHING, end: { status, error } };
}

export function withRecord(entries: readonly EngineEntry[], decision: Decision): Decision {
  return { ...decision, record: [...entries, ...decision.record] };
}
