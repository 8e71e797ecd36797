import type { FailureReport } from '#domain/execution/failure-report.js';
import type { EngineEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import type { JsonObject } from '#domain/json.js';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';

/**
 * The append-only record of executions. An append is one durable write: all of its entries or none.
 * The append that ends an execution also gives its lease back: nobody has to hold what is over.
 * @throws LeaseLostError when the epoch is no longer the execution's; then nothing was written.
 */
export interface Journal {
  /**
   * @param afterSeq seq of the newest entry that these entries were decided on.
   * @param known what the holder has at hand: the store need not read it then.
   * @returns null when the journal has grown beyond `afterSeq`: somebody asked for something. Nothing was written then;
   *   the holder reads on and decides again, so no entry is ever decided on less than everything before it.
   */
  append(
    executionId: string,
    epoch: number,
    afterSeq: number,
    entries: readonly EngineEntry[],
    known?: Known,
  ): Promise<readonly JournalRecord[] | null>;
  /** Entries with a seq above the given one, in order. */
  entriesAfter(executionId: string, seq: number): Promise<readonly JournalRecord[]>;
}

/** What a holder knows of its execution anyway. */
export interface Known {
  /** From the beginning up to what it decides on, at least. */
  readonly journal: readonly JournalRecord[];
  /** Of the steps, by their ids; undefined when they did not come with the lease. */
  readonly weights: StepWeights | undefined;
}

/** Share of the expected work of each step, by its id. */
export type StepWeights = Readonly<Record<string, number>>;

export interface HeldLease {
  readonly executionId: string;
  readonly planId: string;
  readonly runbook: Runbook;
  /** Rises with every acquisition in the plan; fences every write and is handed to every action. */
  readonly epoch: number;
  /** Seq of the newest journal entry when the lease was taken. */
  readonly lastSeq: number;
  /** The journal from its beginning, where the store gives it out with the lease; `lastSeq` may be beyond it. */
  readonly journal?: readonly JournalRecord[];
  /** Where the store counts the work that is over. */
  readonly weights?: StepWeights;
}

/** The right to drive one execution. Time is the store's, so that workers' clocks do not matter. */
export interface Leases {
  /** @returns null when the execution is held by another, has ended, or waits for a person with nothing new. */
  acquire(executionId: string, owner: string, ttlMs: number): Promise<HeldLease | null>;
  /**
   * @returns the newest seq, so that the holder sees requests; or null when the lease is lost. One that the holder's own
   *   last append has given back is not lost.
   */
  renew(executionId: string, epoch: number, ttlMs: number): Promise<{ readonly lastSeq: number } | null>;
  /**
   * @param seenSeq up to where the holder has read; a request above it makes a paused execution due again.
   * @param fault why the holder could not drive it: from the second one in a row nobody gets the lease for a while
   *   then, longer with each. Without one the faults before are forgotten.
   */
  release(executionId: string, epoch: number, seenSeq: number, fault?: FailureReport): Promise<void>;
}

export interface Clock {
  now(): Date;
  /** Milliseconds of a clock that never jumps. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls `ring` once after `ms`. @returns what calls it off. */
  alarm(ms: number, ring: () => void): () => void;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/** What the world says of a step's effect. `done` says all that `apply` would have said: later steps refer to it. */
export type ProbeAnswer =
  | { readonly answer: 'done'; readonly output: JsonObject }
  | { readonly answer: 'not_done' }
  | { readonly answer: 'unknown'; readonly detail: string };

export interface ActionContext {
  /** Aborts on timeout, cancel, or a lost lease; an action must stop acting at once, and then return or throw. */
  readonly signal: AbortSignal;
  readonly epoch: number;
  readonly executionId: string;
  readonly planId: string;
  readonly step: RunbookStep;
  readonly attempt: number;
  /** What `observe` saw before the step's first attempt changed anything; null: nothing was changed, or not looked. */
  readonly before: JsonObject | null;
}

/** What a step hands to a person instead of doing it; ends the attempt without failing it. */
export interface WaitForPerson {
  readonly waitFor: 'person';
  readonly task: string;
}

/**
 * The code that does a step. Inputs are checked by `parse` when a plan is saved and again before use.
 * Every method may throw; a thrown DomainError's code and details are journalled, so they hold no secret.
 */
export interface Action<I = unknown> {
  /** Key in the catalogue, such as `postgres.promote`. */
  readonly name: string;
  /**
   * It changes nothing, whatever its inputs are: beginning it once too often harms nobody. So it may begin while its start
   * is still being written, and what it says may wait for others to share a write. Never say it of anything that acts.
   */
  readonly onlyLooks?: true;
  /** @throws InvalidInputError naming each field that is wrong. */
  parse(inputs: JsonObject): I;
  /** Looks, never changes anything. */
  probe(inputs: I, context: ActionContext): Promise<ProbeAnswer>;
  /**
   * Looks at what `apply` is about to change. It is journalled, small and without secrets, before the first attempt
   * changes anything, so that `undo` can restore it whatever happened in between. Costs a durable write.
   */
  observe?(inputs: I, context: ActionContext): Promise<JsonObject>;
  /** Acts. The output is journalled: small, and without secrets. */
  apply(inputs: I, context: ActionContext): Promise<JsonObject | WaitForPerson>;
  /** Proves the effect in the world; throws when it is not there. What it returns is added to the output. */
  verify(inputs: I, context: ActionContext, output: JsonObject): Promise<JsonObject>;
  /** Compensates, also when `apply` had only half happened or not at all. Absent: there is nothing to undo. */
  undo?(inputs: I, context: ActionContext): Promise<JsonObject>;
}

export interface ActionCatalog {
  /** @throws UnknownActionError */
  get(name: string): Action;
  has(name: string): boolean;
}

/** Told of what happens, for logs and metrics; must not throw and is never awaited. */
export interface EngineObserver {
  /** Entries that became durable while the lease was held, requests of people among them; each is told once. */
  entries(executionId: string, records: readonly JournalRecord[]): void;
  fault(executionId: string, error: unknown): void;
}
