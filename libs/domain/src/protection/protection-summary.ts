import { planProtection, type ProtectionState, type ServerSight } from './protection.js';

/** What is known of the database of one component at the site that is not active. */
export interface SeenProtection {
  readonly state: ProtectionState;
  readonly since: Date | null;
  readonly sight: ServerSight | null;
}

/** How a plan is protected, in a few words. */
export interface ProtectionSummary {
  /** Null: the plan has no database at both sites, so there is nothing to protect. */
  readonly state: ProtectionState | null;
  readonly since: Date | null;
  /** Of the standby that is furthest behind; null: none was measured. */
  readonly lagBytes: number | null;
  readonly replayLagMs: number | null;
  /** The execution that makes the plan protected again, while there is one. */
  readonly reprotecting: string | null;
}

export const NOTHING_TO_PROTECT: ProtectionSummary = {
  state: null,
  since: null,
  lagBytes: null,
  replayLagMs: null,
  reprotecting: null,
};

export function summarizeProtection(
  components: readonly SeenProtection[],
  reprotecting: string | null,
): ProtectionSummary {
  if (components.length === 0) return { ...NOTHING_TO_PROTECT, reprotecting };
  const state = planProtection(
    components.map((component) => component.state),
    reprotecting !== null,
  );
  const standbys = components.flatMap(({ sight }) => (sight?.role === 'standby' ? [sight] : []));
  return {
    state,
    since: sinceOf(components, state),
    lagBytes: greatest(standbys.map(({ lagBytes }) => lagBytes)),
    replayLagMs: greatest(standbys.map(({ replayLagMs }) => replayLagMs)),
    reprotecting,
  };
}

/** What needs somebody's eyes comes first. */
export const WORST_FIRST: readonly ProtectionState[] = [
  'split_brain_risk',
  'unprotected',
  'unknown',
  'reprotecting',
  'protected',
];

/** Several plans are as protected as the worst of them; null: none has anything to protect. */
export function worstProtection(plans: readonly ProtectionSummary[]): ProtectionState | null {
  return WORST_FIRST.find((state) => plans.some((summary) => summary.state === state)) ?? null;
}

/** Since when the plan is so: since its first component is, or, protected, since its last one is. */
function sinceOf(components: readonly SeenProtection[], state: ProtectionState): Date | null {
  const times = components
    .filter((component) => component.state === state)
    .flatMap(({ since }) => since?.getTime() ?? []);
  if (times.length === 0) return null;
  return new Date(state === 'protected' ? Math.max(...times) : Math.min(...times));
}

function greatest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
