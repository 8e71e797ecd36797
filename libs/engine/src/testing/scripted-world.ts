import type { JsonObject } from '#domain/json.js';
import type { Action, ActionCatalog, ActionContext, ProbeAnswer, WaitForPerson } from '../ports.js';
import type { TestProcess } from './test-process.js';

/** How a step behaves; without one it has its effect at once and tells the truth. */
export interface Script {
  /** Milliseconds until the effect. */
  readonly ms?: number;
  /** Does not listen to its signal. */
  readonly deaf?: boolean;
  /** Output of a probe that finds the effect. */
  readonly found?: JsonObject;
  readonly probe?: (context: ActionContext) => ProbeAnswer | Promise<ProbeAnswer>;
  /** Called before the effect; what it returns becomes the output. May throw. */
  readonly apply?: (context: ActionContext, inputs: JsonObject) => JsonObject | WaitForPerson | void;
  /** Called after the effect. May throw. */
  readonly verify?: (context: ActionContext) => JsonObject | void | Promise<JsonObject>;
  readonly undo?: (context: ActionContext) => void;
}

/** The action of steps that look before they act. */
export const OBSERVING = 'scripted.observing';

/** The action of steps that change nothing. */
export const LOOKING = 'scripted.looking';

/** What the actions of a test act upon; all workers share one. */
export class ScriptedWorld {
  /** `apply a`, `probe a`, `undo a` … in the order in which it happened. */
  readonly log: string[] = [];
  /** How often each step had its effect. */
  readonly effects = new Map<string, number>();
  /** Steps whose effect is there now. */
  readonly present = new Set<string>();
  private acting = 0;
  mostAtOnce = 0;

  constructor(private readonly scripts: Readonly<Record<string, Script>> = {}) {}

  /** The world as one worker's actions reach it. */
  catalogFor(process: TestProcess): ActionCatalog {
    const action: Action<JsonObject> = {
      name: 'scripted',
      parse: (inputs) => inputs,
      probe: async (_, context) => {
        this.note('probe', context);
        const { probe, found = { found: true } } = this.script(context);
        if (probe) return process.receive(Promise.resolve(probe(context)));
        return this.present.has(context.step.id) ? { answer: 'done', output: found } : { answer: 'not_done' };
      },
      apply: (inputs, context) => this.apply(process, inputs, context),
      verify: async (_, context) => this.script(context).verify?.(context) ?? {},
      undo: async (_, context) => {
        this.note('undo', context);
        await this.spend(process, context);
        this.script(context).undo?.(context);
        this.present.delete(context.step.id);
        return {};
      },
    };
    // Looks at how often the step has had its effect, and will only take back what it first saw untouched.
    const observing: Action<JsonObject> = {
      ...action,
      observe: async (_, { step }) => ({ effects: this.effects.get(step.id) ?? 0 }),
      undo: async (inputs, context) => {
        const { before, step } = context;
        if (this.present.has(step.id) && before?.['effects'] !== 0) throw new Error('what was before is not known');
        return action.undo!(inputs, context);
      },
    };
    const looking: Action<JsonObject> = {
      ...action,
      onlyLooks: true,
      probe: () => Promise.resolve({ answer: 'not_done' }),
      apply: (inputs, context) => this.look(process, inputs, context),
    };
    const named = new Map([
      [OBSERVING, observing],
      [LOOKING, looking],
    ]);
    return { has: () => true, get: (name) => named.get(name) ?? action };
  }

  /** Lines of the log that begin with a word. */
  told(what: string): readonly string[] {
    return this.log.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1));
  }

  private async apply(
    process: TestProcess,
    inputs: JsonObject,
    context: ActionContext,
  ): Promise<JsonObject | WaitForPerson> {
    this.note('apply', context);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.acting);
    try {
      await this.spend(process, context);
      const output = this.script(context).apply?.(context, inputs) ?? {};
      if (output['waitFor'] === 'person') return output;
      const { id } = context.step;
      this.effects.set(id, (this.effects.get(id) ?? 0) + 1);
      this.present.add(id);
      return output;
    } finally {
      this.acting--;
    }
  }

  private async look(
    process: TestProcess,
    inputs: JsonObject,
    context: ActionContext,
  ): Promise<JsonObject | WaitForPerson> {
    this.note('look', context);
    await this.spend(process, context);
    return this.script(context).apply?.(context, inputs) ?? {};
  }

  private async spend(process: TestProcess, context: ActionContext): Promise<void> {
    const { ms = 0, deaf = false } = this.script(context);
    const signal = deaf ? new AbortController().signal : context.signal;
    if (ms > 0) await process.clock.sleep(ms, signal);
    signal.throwIfAborted();
  }

  private note(what: string, { step }: ActionContext): void {
    this.log.push(`${what} ${step.id}`);
  }

  private script({ step }: ActionContext): Script {
    return this.scripts[step.id] ?? {};
  }
}
