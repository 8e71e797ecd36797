import { detectionPolicy, requiredVotes } from './detection.js';
import type { FailoverConfiguration, Site } from '../plan/plan-document.js';
import {
  IGNORING_REASONS,
  type Readiness,
  type ReasonCode,
  type Trigger,
  type TriggerDecision,
  type TriggerReason,
  type TriggerSource,
} from './trigger.js';
import { vantageViews, type CheckView, type VantageView } from './vantage-view.js';

/** The newest live failover of a plan, however it was started and however it ended. */
export interface LastFailover {
  readonly failoverId: string;
  readonly over: boolean;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
  readonly endedAt: number | null;
  readonly cooldownAcknowledged: boolean;
}

/** Everything that decides about a trigger, as of one moment. Instants are milliseconds since 1970. */
export interface TriggerSituation {
  readonly trigger: Trigger;
  readonly source: TriggerSource;
  readonly now: number;
  readonly plan: {
    readonly active: boolean;
    readonly live: boolean;
    readonly activeSite: Site;
    readonly configuration: FailoverConfiguration;
  };
  readonly automation: { readonly global: boolean; readonly plan: boolean };
  readonly lastFailover: LastFailover | null;
  /** When an automatic failover away from the active site was last started; null: never. */
  readonly lastStartedAt: number | null;
  readonly checks: readonly CheckView[];
  /** Locations from which everything fails that is probed, over all plans. */
  readonly suspects: ReadonlySet<string>;
  readonly readiness: Readiness;
}

export interface DecidedTrigger {
  readonly decision: TriggerDecision;
  /** Every reason that holds, not only the first; none when it was started. */
  readonly reasons: readonly TriggerReason[];
  /** Milliseconds since 1970: the first failed probe of those that agree. */
  readonly outageStartedAt: number | null;
  readonly required: number;
  readonly views: readonly VantageView[];
}

/** When the cool-down after a failover is over, milliseconds since 1970; null: there is none. */
export function cooldownEnd(last: LastFailover | null, configuration: FailoverConfiguration): number | null {
  if (last === null || last.cooldownAcknowledged) return null;
  return (last.endedAt ?? last.requestedAt) + detectionPolicy(configuration).cooldownMs;
}

/** Whether a trigger starts a failover. It does only when nothing at all speaks against it. */
export function decideTrigger(situation: TriggerSituation): DecidedTrigger {
  const { trigger, source, plan, checks, suspects } = situation;
  const policy = detectionPolicy(plan.configuration);
  // What another says needs no proof by our probes that the active site is bad, only that the other one is good.
  const asserted = source !== 'monitor';
  const views = vantageViews(trigger, plan.activeSite, checks, suspects, policy);
  const trusted = views.filter(({ suspect }) => !suspect);
  const votes = trusted.filter(({ active }) => asserted || active === 'failing');
  const required = requiredVotes(policy.quorum, views.length);
  const began = votes.flatMap(({ since }) => since ?? []);
  const reasons = [
    ...planReasons(situation),
    ...switchReasons(situation),
    ...historyReasons(situation, asserted ? [] : votes),
    ...evidenceReasons(views, votes, required, asserted),
    ...(situation.readiness === 'not_ready'
      ? [reason('not_ready', 'The plan is not ready: it would not work now')]
      : []),
  ];
  return {
    decision: decisionFor(reasons),
    reasons,
    outageStartedAt: began.length === 0 ? null : Math.min(...began),
    required,
    views,
  };
}

function decisionFor(reasons: readonly TriggerReason[]): TriggerDecision {
  if (reasons.length === 0) return 'started';
  const ignoring: readonly ReasonCode[] = IGNORING_REASONS;
  return reasons.some(({ code }) => ignoring.includes(code)) ? 'ignored' : 'blocked';
}

function planReasons({ trigger, plan, lastFailover }: TriggerSituation): readonly TriggerReason[] {
  const { active, live, configuration } = plan;
  return [
    ...(active ? [] : [reason('plan_not_active', 'The plan is archived')]),
    ...(live ? [] : [reason('plan_not_live', 'Nothing in the plan is bound: it can only be walked through')]),
    ...(configuration.failover_triggers.includes(trigger)
      ? []
      : [reason('trigger_not_listed', `The plan does not list ${trigger} in failover_triggers`)]),
    ...(configuration.failover_automation
      ? []
      : [reason('automation_not_configured', 'failover_automation of the plan is false')]),
    ...(lastFailover === null || lastFailover.over
      ? []
      : [reason('failover_in_progress', `${lastFailover.failoverId} is in progress`)]),
  ];
}

function switchReasons({ automation }: TriggerSituation): readonly TriggerReason[] {
  return [
    ...(automation.global
      ? []
      : [reason('automation_off_globally', 'Automatic failovers are switched off everywhere')]),
    ...(automation.plan ? [] : [reason('automation_paused', 'Automatic failovers of this plan are paused')]),
  ];
}

function historyReasons(
  { now, plan, lastFailover, lastStartedAt }: TriggerSituation,
  votes: readonly VantageView[],
): readonly TriggerReason[] {
  const end = cooldownEnd(lastFailover, plan.configuration);
  // Once for an outage: what failed or was cancelled is not started again until the site has been well for a while.
  const rearmed = ({ stableAt }: VantageView) =>
    lastStartedAt === null || (stableAt !== null && stableAt > lastStartedAt);
  return [
    ...(end === null || end <= now
      ? []
      : [
          reason(
            'cooldown',
            `The cool-down after ${lastFailover!.failoverId} ends at ${new Date(end).toISOString()} unless somebody acknowledges it`,
          ),
        ]),
    ...(votes.every(({ seenHealthy }) => seenHealthy)
      ? []
      : [reason('never_seen_healthy', 'A check that fails has never succeeded: it may be wrong itself')]),
    ...(votes.every(rearmed)
      ? []
      : [
          reason(
            'not_rearmed',
            'This outage has started a failover already, or the site was not healthy for long enough since',
          ),
        ]),
  ];
}

function evidenceReasons(
  views: readonly VantageView[],
  votes: readonly VantageView[],
  required: number,
  asserted: boolean,
): readonly TriggerReason[] {
  const suspects = views.filter(({ suspect }) => suspect).map(({ location }) => location);
  const sure = votes.filter(({ target }) => target === 'healthy');
  return [
    ...(suspects.length > 0 && votes.length < required
      ? [
          reason(
            'vantage_point_suspect',
            `Everything that is probed from ${suspects.join(', ')} fails: it does not count`,
          ),
        ]
      : []),
    ...(!asserted && votes.length < required
      ? [
          reason(
            'quorum_not_met',
            `${votes.length} of ${views.length} vantage points see it (${namesOf(votes)}); ${required} have to`,
          ),
        ]
      : []),
    ...(sure.length < required
      ? [
          reason(
            'target_site_not_healthy',
            `The other site is seen healthy from ${sure.length} of the vantage points that count (${namesOf(sure)}); it has to be from ${required}`,
          ),
        ]
      : []),
  ];
}

function namesOf(views: readonly VantageView[]): string {
  return views.length === 0 ? 'none' : views.map(({ location }) => location).join(', ');
}

function reason(code: ReasonCode, message: string): TriggerReason {
  return { code, message };
}
