export interface TimedStep {
  readonly step_id: string;
  readonly depends_on: readonly string[];
  readonly duration_ms: number | null;
}

export interface CriticalPath {
  readonly stepIds: readonly string[];
  readonly durationMs: number;
}

/**
 * The chain of dependent steps that took longest: what the whole would have taken with everything else for free.
 * Steps may stand in any order; O(steps + dependencies).
 */
export function criticalPath(steps: readonly TimedStep[]): CriticalPath {
  const byId = new Map(steps.map((step) => [step.step_id, step]));
  const longest = new Map<string, CriticalPath>();
  const none: CriticalPath = { stepIds: [], durationMs: 0 };
  const longer = (a: CriticalPath, b: CriticalPath) => (b.durationMs > a.durationMs ? b : a);

  const pathTo = (step: TimedStep): CriticalPath => {
    const known = longest.get(step.step_id);
    if (known) return known;
    longest.set(step.step_id, none); // a cycle, which a runbook never has, must not hang a report
    const before = step.depends_on
      .flatMap((id) => byId.get(id) ?? [])
      .map(pathTo)
      .reduce(longer, none);
    const path = {
      stepIds: [...before.stepIds, step.step_id],
      durationMs: before.durationMs + (step.duration_ms ?? 0),
    };
    longest.set(step.step_id, path);
    return path;
  };
  return steps.map(pathTo).reduce(longer, none);
}
