import { systemClock } from '#engine/system-clock.js';
import type { ActionContext } from '#engine/ports.js';
import type { JsonObject } from '#domain/json.js';
import { createActionCatalog, type LiveActionCatalog } from '../catalog.js';
import { DomainError } from '#domain/errors.js';
import { NOTHING_ALLOWED, type RestoreSettings } from '../backup/allowed.js';
import type { AcknowledgedCanary } from '../ports.js';

export const CANARY_KEY = Buffer.alloc(32, 7);

/** A context as the engine gives one to an action. */
export function contextFor(action: string, overrides: Partial<ActionContext> = {}): ActionContext {
  return {
    signal: AbortSignal.timeout(20_000),
    epoch: 5,
    executionId: 'failover_1',
    planId: 'plan_1',
    attempt: 1,
    before: null,
    step: {
      id: 'step_1',
      name: action,
      phase: 'procedure',
      componentId: 'comp_db',
      action,
      inputs: {},
      dependsOn: [],
      policy: { timeoutMs: 20_000, retries: 0, backoffMs: 0, onFailure: 'pause' },
      idempotent: true,
      undoable: true,
      proves: [],
      pointOfNoReturn: false,
    },
    ...overrides,
  };
}

export interface TestActions {
  readonly catalog: LiveActionCatalog;
  readonly secrets: Map<string, string>;
  /** What `CanaryLog.lastAcknowledged` says next. */
  acknowledged: AcknowledgedCanary | null;
  /** `apply` and `verify` as the engine runs them. */
  run(action: string, inputs: JsonObject, overrides?: Partial<ActionContext>): Promise<JsonObject>;
  probe(action: string, inputs: JsonObject, overrides?: Partial<ActionContext>): Promise<unknown>;
  undo(action: string, inputs: JsonObject, overrides?: Partial<ActionContext>): Promise<JsonObject>;
}

export function testActions(
  allowedCommands: readonly string[] = [],
  restore: RestoreSettings = NOTHING_ALLOWED,
): TestActions {
  const secrets = new Map<string, string>();
  const actions: TestActions = {
    secrets,
    acknowledged: null,
    catalog: createActionCatalog({
      secrets: {
        resolve: (reference) => {
          if (!reference.startsWith('secret://')) return Promise.resolve(reference);
          const name = reference.slice('secret://'.length);
          const value = secrets.get(name);
          return value === undefined
            ? Promise.reject(new DomainError('secret_not_found', `no secret is named ${name}`, { name }))
            : Promise.resolve(value);
        },
      },
      canaries: { lastAcknowledged: () => Promise.resolve(actions.acknowledged) },
      canaryKey: CANARY_KEY,
      clock: systemClock,
      allowedCommands,
      restore,
      extensions: [],
    }),
    async run(name, raw, overrides) {
      const action = actions.catalog.get(name);
      const context = contextFor(name, overrides);
      const inputs = action.parse(raw);
      const output = await action.apply(inputs, context);
      if ('waitFor' in output) throw new Error('it waits for a person');
      return { ...(output as JsonObject), ...(await action.verify(inputs, context, output as JsonObject)) };
    },
    probe(name, raw, overrides) {
      const action = actions.catalog.get(name);
      return action.probe(action.parse(raw), contextFor(name, overrides));
    },
    undo(name, raw, overrides) {
      const action = actions.catalog.get(name);
      if (!action.undo) throw new Error(`${name} has no undo`);
      return action.undo(action.parse(raw), contextFor(name, overrides));
    },
  };
  return actions;
}

/**
 * An action returns within 200 ms of its abort. A busy machine is given more, but less than the action would take by
 * itself.
 */
export const PROMPT_MS = 1_500;

/** How long a promise took to fail or succeed, in milliseconds. */
export async function timed<T>(work: Promise<T>): Promise<{ ms: number; error: unknown; value: T | undefined }> {
  const began = performance.now();
  try {
    return { value: await work, error: null, ms: performance.now() - began };
  } catch (error) {
    return { error, value: undefined, ms: performance.now() - began };
  }
}

/**
 * Runs work that hangs before a frozen peer, with a signal that fires while it does.
 * @returns milliseconds from the signal to the end; the work must not have ended before.
 */
export async function abortedAfter(
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<{ ms: number; error: unknown }> {
  const abort = new AbortController();
  let fired = 0;
  const timer = setTimeout(() => {
    fired = performance.now();
    abort.abort();
  }, 100);
  const { error } = await timed(work(abort.signal));
  clearTimeout(timer);
  if (fired === 0) throw new Error('it did not hang', { cause: error });
  return { ms: performance.now() - fired, error };
}
