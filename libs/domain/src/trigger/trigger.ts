/** What a plan may list in `failover_triggers`. */
export const TRIGGERS = ['site_unavailable', 'performance_degradation', 'manual_trigger'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** Who says so: our own probes, a person or program at the API, or an Alertmanager. */
export const TRIGGER_SOURCES = ['monitor', 'api', 'alertmanager'] as const;
export type TriggerSource = (typeof TRIGGER_SOURCES)[number];

export type TriggerDecision = 'started' | 'blocked' | 'ignored';

/** Why a trigger led to no failover. `code` is stable, `message` is for people. */
export interface TriggerReason {
  readonly code: ReasonCode;
  readonly message: string;
}

/** The trigger is none for this plan, or there is nothing to do: nobody has to look after it. */
export const IGNORING_REASONS = [
  'plan_not_active',
  'plan_not_live',
  'trigger_not_listed',
  'automation_not_configured',
  'failover_in_progress',
] as const;

/** The plan wants an automatic failover, and a guard forbids it: somebody should know. */
export const BLOCKING_REASONS = [
  'automation_off_globally',
  'automation_paused',
  'cooldown',
  'not_rearmed',
  'never_seen_healthy',
  'vantage_point_suspect',
  'quorum_not_met',
  'target_site_not_healthy',
  'not_ready',
] as const;

export type ReasonCode = (typeof IGNORING_REASONS)[number] | (typeof BLOCKING_REASONS)[number];

/** Whether the plan would work now, as far as it is known. */
export type Readiness = 'ready' | 'not_ready' | 'unknown';
