import type { JsonObject } from '../json.js';
import type { FailurePolicy, Site } from '../plan/plan-document.js';

export type ExecutionKind = 'failover' | 'procedure' | 'test';

/** `live_switchover`: a test that moves the plan itself to its other site, and back. */
export type Exercise = 'drill' | 'live_switchover';

/** `simulation`: a walk-through of a plan in which nothing is bound; every answer says so. */
export type ExecutionMode = 'live' | 'simulation';

export type FailoverType = 'planned' | 'unplanned';

export const PHASES = [
  'precheck',
  'fence',
  'synchronize',
  'promote',
  'route',
  'verify',
  'procedure',
  'notify',
  'cleanup',
] as const;
export type Phase = (typeof PHASES)[number];

/** What a step's success is evidence of; answers and verdicts are derived from it, never from step names. */
export type Evidence =
  | 'connectivity'
  | 'performance'
  | 'data_synchronized'
  | 'data_integrity'
  | 'data_loss_measured'
  | 'load_balancer_updated'
  | 'dns_updated';

export interface StepPolicy {
  /** Milliseconds, for each attempt. */
  readonly timeoutMs: number;
  /** How often the step is tried again after its first attempt. */
  readonly retries: number;
  /** Milliseconds before the first retry; doubles with each further one. */
  readonly backoffMs: number;
  readonly onFailure: FailurePolicy;
}

/** How a step is done once a planned failover was switched to ungraceful; what it does not say stays. */
export interface UngracefulVariant {
  readonly inputs?: JsonObject;
  readonly policy?: StepPolicy;
}

/** One unit of work: an action, its inputs and its policy. Pure data. */
export interface RunbookStep {
  /** Unique within the runbook and stable over compilations of the same plan version. */
  readonly id: string;
  readonly name: string;
  readonly phase: Phase;
  readonly componentId: string | null;
  /** Key of the action catalogue, such as `postgres.promote`. */
  readonly action: string;
  /** May hold `{{steps.<id>.<path>}}`, filled from that step's output when the step starts. */
  readonly inputs: JsonObject;
  /** Ids of steps that must be done before; all of them stand earlier in the runbook. */
  readonly dependsOn: readonly string[];
  readonly policy: StepPolicy;
  /** Whether applying twice has the same effect as applying once. */
  readonly idempotent: boolean;
  /** Whether the action can compensate this step. */
  readonly undoable: boolean;
  readonly proves: readonly Evidence[];
  /** Once this step has succeeded compensation is no longer safe: the execution only goes forward. */
  readonly pointOfNoReturn: boolean;
  /** Milliseconds that the plan's author expects it to take; absent where the plan does not say. */
  readonly expectedMs?: number;
  /** `skip`: only a graceful failover needs it. Absent: it is done as ever. */
  readonly whenUngraceful?: 'skip' | UngracefulVariant;
}

/** Which site gives up the work and which takes it. */
export interface Direction {
  readonly from: Site;
  readonly to: Site;
}

/** The graph of steps compiled from a plan version and a request; pinned to its execution for ever. */
export interface Runbook {
  readonly kind: ExecutionKind;
  readonly mode: ExecutionMode;
  readonly planId: string;
  readonly planVersion: number;
  readonly failoverType: FailoverType | null;
  readonly direction: Direction | null;
  /** Run everything whose dependencies are done at once; otherwise one step at a time. */
  readonly parallel: boolean;
  /** Milliseconds from the start to when the execution is stopped as too late. */
  readonly timeoutMs: number;
  /** When the outage began, if it began before the execution was requested; ISO 8601. */
  readonly outageStartedAt: string | null;
  /** Nothing in it is promoted: the plan's authority moves with its end, if it was not in vain. Absent: it does not. */
  readonly movesAuthorityAtEnd?: true;
  /** Of tests; absent: `drill`, on isolated targets. */
  readonly exercise?: Exercise;
  /** In topological order. */
  readonly steps: readonly RunbookStep[];
}
