/**
 * `protected`: the other site streams from the active one. `split_brain_risk`: both sites take writes, or may.
 * `unknown`: nobody has looked lately; it must not be taken for protected.
 */
export const PROTECTION_STATES = ['protected', 'unprotected', 'reprotecting', 'split_brain_risk', 'unknown'] as const;
export type ProtectionState = (typeof PROTECTION_STATES)[number];

/** What a look at the database of a site has found. */
export type ServerSight =
  | { readonly role: 'unreachable'; readonly why: string }
  | {
      readonly role: 'primary';
      /** Refuses writes of ordinary sessions. */
      readonly fenced: boolean;
      /** Rises with every promotion: of two servers of one origin, the lower one was replaced. */
      readonly timeline: number;
    }
  | {
      readonly role: 'standby';
      readonly streaming: boolean;
      readonly timeline: number | null;
      readonly lagBytes: number | null;
      /** Milliseconds since the last replayed transaction, when something is left to replay; else 0. */
      readonly replayLagMs: number | null;
    };

export interface ComponentVerdict {
  readonly state: Extract<ProtectionState, 'protected' | 'unprotected' | 'split_brain_risk'>;
  readonly detail: string;
  /**
   * `fence`: it is proven that the server was replaced, so it must not take writes. `alert`: it takes writes, and only a
   * person can know which of the two is right: to fence the wrong one would be an outage.
   */
  readonly remedy: 'none' | 'fence' | 'alert';
}

/**
 * What it means that the server of the site that is *not* active looks so.
 * @param activeTimeline of the active site's server, when it was last seen; null: never.
 */
export function judgePassive(passive: ServerSight, activeTimeline: number | null): ComponentVerdict {
  switch (passive.role) {
    case 'unreachable':
      return { state: 'unprotected', detail: `it can not be reached: ${passive.why}`, remedy: 'none' };
    case 'standby':
      return judgeStandby(passive, activeTimeline);
    case 'primary':
      if (passive.fenced) {
        return { state: 'unprotected', detail: 'it is a primary of before, and fenced', remedy: 'none' };
      }
      if (activeTimeline !== null && passive.timeline < activeTimeline) {
        const detail = `it takes writes on timeline ${passive.timeline}, and was replaced by ${activeTimeline}`;
        return { state: 'split_brain_risk', detail, remedy: 'fence' };
      }
      return {
        state: 'split_brain_risk',
        detail: `it takes writes on timeline ${passive.timeline}, and it is not proven that it was replaced: decide by hand which site is right`,
        remedy: 'alert',
      };
  }
}

function judgeStandby(
  { streaming, timeline }: Extract<ServerSight, { role: 'standby' }>,
  activeTimeline: number | null,
): ComponentVerdict {
  if (!streaming) return { state: 'unprotected', detail: 'it is a standby that does not stream', remedy: 'none' };
  if (timeline !== null && activeTimeline !== null && timeline < activeTimeline) {
    return { state: 'unprotected', detail: `it streams timeline ${timeline}, which has ended`, remedy: 'none' };
  }
  return { state: 'protected', detail: 'it streams', remedy: 'none' };
}

/** The worst of the components counts. */
export function planProtection(components: readonly ProtectionState[], reprotecting: boolean): ProtectionState {
  if (components.includes('split_brain_risk')) return 'split_brain_risk';
  if (reprotecting) return 'reprotecting';
  if (components.includes('unknown')) return 'unknown';
  return components.every((state) => state === 'protected') ? 'protected' : 'unprotected';
}
