import { DomainError } from '#domain/errors.js';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { EngineEntry } from '#domain/execution/journal-entry.js';
import type { JsonObject } from '#domain/json.js';
import type { RunbookStep } from '#domain/runbook/runbook.js';
import { StepTimeoutError } from './errors.js';
import type { Action, ActionContext, Clock, WaitForPerson } from './ports.js';
import { withinTime } from './time-limit.js';

/** Longest wait between two attempts, milliseconds. */
const MAX_BACKOFF_MS = 30_000;

/** How one step ended; the entry is not yet durable. */
export type StepEnd = Extract<
  EngineEntry,
  { type: 'step_succeeded' | 'step_failed' | 'step_waiting' | 'step_in_doubt' | 'step_undone' | 'step_undo_failed' }
>;

export interface PreparedAction {
  readonly action: Action;
  readonly inputs: unknown;
}

/**
 * What an attempt does about earlier ones, which may have had their effect.
 * `none`: there were none. `ask`: the world is asked, and where it does not know the step is in doubt.
 * `ask_and_act`: a person, who knows of the doubt, wants the step done; only an effect that is there keeps it back.
 */
export type Caution = 'none' | 'ask' | 'ask_and_act';

export interface StepRun {
  readonly step: RunbookStep;
  /** Finds the action and makes its inputs ready; throws when either is not to be had. */
  readonly prepare: () => PreparedAction;
  /** Number of the attempt that is already journalled as started. */
  readonly attempt: number;
  readonly caution: Caution;
  readonly context: Omit<ActionContext, 'signal' | 'attempt' | 'step' | 'before'>;
  /** What the journal says of the world before the step's first attempt; null: nothing. */
  readonly before: () => JsonObject | null;
  readonly signal: AbortSignal;
  /** Asked right before the world is changed. @throws when the right to do so is gone. */
  readonly checkRight: () => void;
  /** Makes entries durable; nothing they announce may begin before it resolves. */
  readonly commit: (entries: readonly EngineEntry[]) => Promise<void>;
}

/** Runs one step to its end: attempts, time-outs, retries, and asking the world before acting again. */
export class StepRunner {
  constructor(private readonly clock: Clock) {}

  async run(run: StepRun): Promise<StepEnd> {
    const { step } = run;
    const began = this.clock.monotonic();
    const elapsed = (): number => round(this.clock.monotonic() - began);
    let prepared: PreparedAction;
    try {
      prepared = run.prepare();
    } catch (error) {
      return { type: 'step_failed', stepId: step.id, error: report(error), durationMs: elapsed() };
    }
    let caution = run.caution;
    for (let attempt = run.attempt; ; attempt++) {
      try {
        const ended = await this.attempt(run, prepared, attempt, caution);
        if ('doubt' in ended) return { type: 'step_in_doubt', stepId: step.id, detail: ended.doubt };
        if ('waitFor' in ended) return { type: 'step_waiting', stepId: step.id, task: ended.task };
        return { type: 'step_succeeded', stepId: step.id, durationMs: elapsed(), ...ended };
      } catch (error) {
        const retriesLeft = step.policy.retries - (attempt - 1);
        if (run.signal.aborted || retriesLeft <= 0 || isHopeless(error)) {
          return { type: 'step_failed', stepId: step.id, error: report(error), durationMs: elapsed() };
        }
        const retryInMs = this.backoff(step, attempt);
        await run.commit([{ type: 'step_attempt_failed', stepId: step.id, attempt, error: report(error), retryInMs }]);
        await this.clock.sleep(retryInMs, run.signal);
        if (run.signal.aborted) {
          return { type: 'step_failed', stepId: step.id, error: report(run.signal.reason), durationMs: elapsed() };
        }
        await run.commit([{ type: 'step_started', stepId: step.id, attempt: attempt + 1 }]);
        // The failed attempt may have had its effect all the same.
        caution = 'ask';
      }
    }
  }

  /** Compensates a step, with the retries of its policy. */
  async undo(run: Omit<StepRun, 'attempt' | 'caution' | 'commit'>): Promise<StepEnd> {
    const { step } = run;
    for (let attempt = 1; ; attempt++) {
      try {
        const { action, inputs } = run.prepare();
        const output = await this.within(run, attempt, async (context) => {
          run.checkRight();
          return action.undo ? action.undo(inputs, context) : {};
        });
        return { type: 'step_undone', stepId: step.id, output };
      } catch (error) {
        if (run.signal.aborted || attempt > step.policy.retries || isHopeless(error)) {
          return { type: 'step_undo_failed', stepId: step.id, error: report(error) };
        }
        await this.clock.sleep(this.backoff(step, attempt), run.signal);
      }
    }
  }

  private async attempt(
    run: StepRun,
    { action, inputs }: PreparedAction,
    attempt: number,
    caution: Caution,
  ): Promise<
    { readonly output: JsonObject; readonly foundDone: boolean } | { readonly doubt: string } | WaitForPerson
  > {
    const { step } = run;
    return this.within(run, attempt, async (context) => {
      if (caution !== 'none') {
        const probed = await action.probe(inputs, context);
        if (probed.answer === 'done') {
          const proof = await action.verify(inputs, context, probed.output);
          return { output: { ...probed.output, ...proof }, foundDone: true };
        }
        if (probed.answer === 'unknown' && caution === 'ask' && !step.idempotent) return { doubt: probed.detail };
      }
      // A probe that did not listen to its signal must not lead to an effect after the stop.
      context.signal.throwIfAborted();
      const seen = { ...context, before: await this.observe(run, { action, inputs }, context) };
      run.checkRight();
      const applied = await action.apply(inputs, seen);
      if (isWait(applied)) return applied;
      context.signal.throwIfAborted();
      const proof = await action.verify(inputs, seen, applied);
      return { output: { ...applied, ...proof }, foundDone: false };
    });
  }

  /** What was before the first attempt is only ever looked at once: a later look would see what the step has done. */
  private async observe(
    run: StepRun,
    { action, inputs }: PreparedAction,
    context: ActionContext,
  ): Promise<JsonObject | null> {
    if (context.before !== null || !action.observe) return context.before;
    const before = await action.observe(inputs, context);
    // A look that did not listen to its signal comes too late to be written down: the attempt is over.
    context.signal.throwIfAborted();
    await run.commit([{ type: 'step_observed', stepId: run.step.id, before }]);
    context.signal.throwIfAborted();
    return before;
  }

  private within<T>(
    { step, signal, context, before }: Pick<StepRun, 'step' | 'signal' | 'context' | 'before'>,
    attempt: number,
    work: (context: ActionContext) => Promise<T>,
  ): Promise<T> {
    const ms = step.policy.timeoutMs;
    const late = (cause: unknown): Error => new StepTimeoutError(step.id, ms, foundWhenLate(cause));
    return withinTime(this.clock, { ms, late }, signal, (inner) =>
      work({ ...context, step, attempt, signal: inner, before: before() }),
    );
  }

  /** Exponential with full jitter, so that many failed steps do not come back all at once. */
  private backoff(step: RunbookStep, attempt: number): number {
    const ceiling = Math.min(MAX_BACKOFF_MS, step.policy.backoffMs * 2 ** (attempt - 1));
    return round(ceiling / 2 + (ceiling / 2) * this.clock.random());
  }
}

function isWait(applied: JsonObject | WaitForPerson): applied is WaitForPerson {
  return applied['waitFor'] === 'person';
}

/** What an action that was stopped had to say, unless it is just that. */
function foundWhenLate(cause: unknown): FailureReport | null {
  return cause instanceof DomainError && cause.code !== 'action_aborted' ? report(cause) : null;
}

/** Failures that no further attempt can mend. */
function isHopeless(error: unknown): boolean {
  return error instanceof DomainError && ['invalid_input', 'unknown_action', 'secret_not_found'].includes(error.code);
}

export function report(error: unknown): FailureReport {
  if (error instanceof DomainError) return { code: error.code, message: error.message, details: error.details };
  // Stacks hold paths and mean nothing to an operator.
  const code = (error as { code?: unknown } | null)?.code;
  return {
    code: 'action_failed',
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    details: typeof code === 'string' ? { cause: code } : {},
  };
}

/** Microseconds are enough. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
