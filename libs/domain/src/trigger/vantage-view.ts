import type { Site } from '../plan/plan-document.js';
import type { DetectionPolicy } from './detection.js';
import type { Trigger } from './trigger.js';

/** How one health check of a site stands, seen from one location. Instants are milliseconds since 1970. */
export interface CheckView {
  readonly location: string;
  readonly site: Site;
  /** Whether it was made lately: what was seen long ago says nothing. */
  readonly fresh: boolean;
  /** When its newest probe began. */
  readonly checkedAt: number;
  /** In a row. */
  readonly failures: number;
  readonly threshold: number;
  readonly failingSince: number | null;
  /** Since when every answer has been slower than the plan allows. */
  readonly slowSince: number | null;
  readonly healthyAt: number | null;
  /** When it was last seen to have been healthy for as long as the plan wants before it triggers again. */
  readonly stableAt: number | null;
  readonly error: string | null;
}

/** What one location has to say about a trigger. */
export interface VantageView {
  readonly location: string;
  /** Everything fails that is probed from there: the fault is its own. */
  readonly suspect: boolean;
  readonly active: 'failing' | 'well' | 'unknown';
  /** When the trouble of the active site began; null unless it is failing. */
  readonly since: number | null;
  readonly target: 'healthy' | 'unhealthy' | 'unknown';
  readonly seenHealthy: boolean;
  /** The last time at which all that fails now had been healthy for long enough; null: never. */
  readonly stableAt: number | null;
  /** What its failing checks said. */
  readonly errors: readonly string[];
}

/** What every location sees of a plan, in the order of their names. */
export function vantageViews(
  trigger: Trigger,
  activeSite: Site,
  checks: readonly CheckView[],
  suspects: ReadonlySet<string>,
  policy: DetectionPolicy,
): readonly VantageView[] {
  const locations = [...new Set(checks.map(({ location }) => location))].toSorted();
  return locations.map((location) => {
    const here = checks.filter((check) => check.location === location);
    const active = here.filter(({ site }) => site === activeSite);
    const failing = active.filter((check) => check.fresh && isFailing(trigger, check, policy));
    const begun = failing.map((check) => startOf(trigger, check));
    const since = begun.length === 0 ? null : Math.min(...begun);
    const stable = failing.map(({ stableAt }) => stableAt);
    return {
      location,
      suspect: suspects.has(location),
      active: failing.length > 0 ? 'failing' : active.some(({ fresh }) => fresh) ? 'well' : 'unknown',
      since,
      target: targetHealth(
        here.filter(({ site }) => site !== activeSite),
        since,
      ),
      seenHealthy: failing.every(({ healthyAt }) => healthyAt !== null),
      stableAt: stable.length === 0 || stable.includes(null) ? null : Math.min(...stable.map((at) => at!)),
      errors: failing.flatMap(({ error }) => error ?? []),
    };
  });
}

function isFailing(trigger: Trigger, check: CheckView, { windowMs, maxLatencyMs }: DetectionPolicy): boolean {
  if (trigger !== 'performance_degradation') return check.failures >= check.threshold;
  return maxLatencyMs !== null && check.slowSince !== null && check.checkedAt - check.slowSince >= windowMs;
}

function startOf(trigger: Trigger, check: CheckView): number {
  return (trigger === 'performance_degradation' ? check.slowSince : check.failingSince) ?? check.checkedAt;
}

/**
 * The target is healthy when all its checks are, and were probed after the trouble began: a network that was cut in
 * between makes both sites look alike only a probe later.
 */
function targetHealth(checks: readonly CheckView[], since: number | null): VantageView['target'] {
  if (checks.length === 0) return 'unknown';
  if (checks.some((check) => check.fresh && (check.failures > 0 || check.slowSince !== null))) return 'unhealthy';
  return checks.every((check) => check.fresh && (since === null || check.checkedAt >= since)) ? 'healthy' : 'unknown';
}
