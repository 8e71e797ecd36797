/** A step as time sees it. */
export interface TimedStep {
  readonly id: string;
  readonly dependsOn: readonly string[];
  /** Milliseconds. */
  readonly durationMs: number;
  /** Done by a person: nothing else waits for it but the steps behind it. */
  readonly human: boolean;
}

export interface Schedule {
  /** Milliseconds from the beginning until everything is done. */
  readonly totalMs: number;
  /** The steps that make it take so long, in order: each begins when the one before it ends. */
  readonly criticalPath: readonly string[];
  /** When each step ends, milliseconds from the beginning. */
  readonly endMs: ReadonlyMap<string, number>;
}

interface Slot {
  readonly endMs: number;
  /** What this step waited for last; null: nothing. */
  readonly behind: string | null;
}

/**
 * When steps would begin and end as the engine runs them: everything at once whose dependencies are done, or (not
 * parallel) one after the other in the order of the runbook, people beside it.
 * @param steps without cycles; dependencies on ids that are not among them are taken as done.
 */
export function scheduleOf(steps: readonly TimedStep[], parallel: boolean): Schedule {
  const known = new Set(steps.map((step) => step.id));
  const placed = new Map<string, Slot>();
  let waiting = steps;
  let machine: Slot & { readonly id: string | null } = { endMs: 0, behind: null, id: null };

  const isReady = (step: TimedStep): boolean => step.dependsOn.every((id) => placed.has(id) || !known.has(id));
  const last = (step: TimedStep): { readonly at: number; readonly behind: string | null } =>
    step.dependsOn
      .flatMap((id) => (placed.has(id) ? [{ at: placed.get(id)!.endMs, behind: id }] : []))
      .reduce((latest, one) => (one.at > latest.at || latest.behind === null ? one : latest), {
        at: 0,
        behind: null as string | null,
      });

  while (waiting.length > 0) {
    const free = waiting.filter((step) => (parallel || step.human) && isReady(step));
    for (const step of free) {
      const { at, behind } = last(step);
      placed.set(step.id, { endMs: at + step.durationMs, behind });
    }
    if (free.length === 0) {
      const candidates = waiting.filter(isReady).map((step) => ({ step, ...last(step) }));
      if (candidates.length === 0) throw new Error('a schedule needs steps without a cycle');
      const now = Math.max(machine.endMs, Math.min(...candidates.map(({ at }) => at)));
      const next = candidates.find(({ at }) => at <= now)!;
      const behind = machine.endMs > next.at ? machine.id : next.behind;
      machine = { endMs: now + next.step.durationMs, behind, id: next.step.id };
      placed.set(next.step.id, { endMs: machine.endMs, behind });
    }
    waiting = waiting.filter((step) => !placed.has(step.id));
  }
  return {
    totalMs: Math.max(0, ...[...placed.values()].map(({ endMs }) => endMs)),
    criticalPath: pathTo(latest(steps, placed), placed),
    endMs: new Map([...placed].map(([id, { endMs }]) => [id, endMs])),
  };
}

function latest(steps: readonly TimedStep[], placed: ReadonlyMap<string, Slot>): string | null {
  let found: string | null = null;
  for (const { id } of steps) if (found === null || placed.get(id)!.endMs > placed.get(found)!.endMs) found = id;
  return found;
}

function pathTo(end: string | null, placed: ReadonlyMap<string, Slot>): readonly string[] {
  const path: string[] = [];
  for (let id = end; id !== null; id = placed.get(id)!.behind) path.push(id);
  return path.toReversed();
}
