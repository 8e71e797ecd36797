import { DomainError } from '#domain/errors.js';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { EngineEntry } from '#domain/execution/journal-entry.js';
import type { JsonObject } from '#domain/json.js';
import type { RunbookStep } from '#domain/runbook/runbook.js';
import { StepTimeoutError } from './errors.js';
import type { Action, ActionContext, Clock, WaitForPerson } from './ports.js';

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

export interface StepRun {
  readonly step: RunbookStep;
  /** Finds the action and makes its inputs ready; throws when either is not to be had. */
  readonly prepare: () => PreparedAction;
  /** Number of the attempt that is already journalled as started. */
  readonly attempt: number;
  /** Whether that attempt was begun by a holder who is gone. */
  readonly recovering: boolean;
  readonly context: Omit<ActionContext, 'signal' | 'attempt' | 'step'>;
  readonly signal: AbortSignal;
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
    let mustAsk = run.recovering;
    for (let attempt = run.attempt; ; attempt++) {
      try {
        const ended = await this.attempt(run, prepared, attempt, mustAsk);
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
        mustAsk = true;
      }
    }
  }

  /** Compensates a step, with the retries of its policy. */
  async undo(run: Omit<StepRun, 'attempt' | 'recovering' | 'commit'>): Promise<StepEnd> {
    const { step } = run;
    for (let attempt = 1; ; attempt++) {
      try {
        const { action, inputs } = run.prepare();
        const output = await this.within(run.signal, step, attempt, run.context, (context) =>
          action.undo ? action.undo(inputs, context) : Promise.resolve({}),
        );
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
    mustAsk: boolean,
  ): Promise<
    { readonly output: JsonObject; readonly foundDone: boolean } | { readonly doubt: string } | WaitForPerson
  > {
    const { step } = run;
    return this.within(run.signal, step, attempt, run.context, async (context) => {
      if (mustAsk) {
        const probed = await action.probe(inputs, context);
        if (probed.answer === 'done') {
          const proof = await action.verify(inputs, context, probed.output);
          return { output: { ...probed.output, ...proof }, foundDone: true };
        }
        if (probed.answer === 'unknown' && !step.idempotent) return { doubt: probed.detail };
      }
      const applied = await action.apply(inputs, context);
      if (isWait(applied)) return applied;
      const proof = await action.verify(inputs, context, applied);
      return { output: { ...applied, ...proof }, foundDone: false };
    });
  }

  /** Gives work the step's time and no more, also when it does not listen to its signal. */
  private async within<T>(
    outer: AbortSignal,
    step: RunbookStep,
    attempt: number,
    base: StepRun['context'],
    work: (context: ActionContext) => Promise<T>,
  ): Promise<T> {
    outer.throwIfAborted();
    const inner = new AbortController();
    const stop = (reason: unknown): void => inner.abort(reason);
    const onOuter = (): void => stop(outer.reason);
    outer.addEventListener('abort', onOuter, { once: true });
    const timer = setTimeout(
      () => stop(new StepTimeoutError(step.id, step.policy.timeoutMs)),
      step.policy.timeoutMs,
    );
    const stopped = new Promise<never>((_, reject) => {
      inner.signal.addEventListener('abort', () => reject(inner.signal.reason as Error), { once: true });
    });
    try {
      return await Promise.race([work({ ...base, step, attempt, signal: inner.signal }), stopped]);
    } finally {
      clearTimeout(timer);
      outer.removeEventListener('abort', onOuter);
    }
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
