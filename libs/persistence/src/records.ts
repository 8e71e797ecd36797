import type { FailureReport } from '#domain/execution/failure-report.js';
import type { PauseReason } from '#domain/execution/journal-entry.js';
import type { ExecutionStatus, StepStatus } from '#domain/execution/transitions.js';
import type { Json, JsonObject } from '#domain/json.js';
import type { Objectives } from '#domain/execution/failover-outcome.js';
import type { PlanDocument, Priority, Site } from '#domain/plan/plan-document.js';
import type { Direction, ExecutionKind, ExecutionMode, FailoverType, Phase, Runbook } from '#domain/runbook/runbook.js';
import type { Leg } from '#domain/runbook/switchover/compile-switchover.js';

/** What repositories give out: plain data, without ORM entities. */
export interface PlanRecord {
  /** Row id, for references between tables; `planId` is what the outside knows. */
  readonly id: string;
  readonly planId: string;
  readonly version: number;
  readonly document: PlanDocument;
  readonly mode: ExecutionMode;
  readonly status: string;
  readonly activeSite: Site;
  readonly createdAt: Date;
  /** Subject of the admin, such as `admin_123456789`. */
  readonly createdBy: string;
  readonly lastTested: Date | null;
  readonly nextTest: Date | null;
}

/** A plan as lists show it: without its document. */
export interface PlanSummary extends Omit<PlanRecord, 'id' | 'document'> {
  readonly name: string;
  readonly description: string;
  readonly scope: string;
  readonly priority: Priority;
  /** Minutes. */
  readonly rto: number;
  /** Minutes. */
  readonly rpo: number;
  readonly recoveryTier: string;
  readonly components: number;
  readonly procedures: number;
}

export interface PlanVersionSummary {
  readonly version: number;
  readonly createdAt: Date;
  /** Subject of the admin who wrote this version. */
  readonly createdBy: string;
}

export interface PlanVersionRecord extends PlanVersionSummary {
  readonly document: PlanDocument;
}

export interface AdminUserRecord {
  readonly id: string;
  readonly subject: string;
}

export interface ExecutionRecord {
  readonly executionId: string;
  readonly kind: ExecutionKind;
  readonly planId: string;
  readonly planVersion: number;
  readonly status: ExecutionStatus;
  readonly pauseReason: PauseReason | null;
  /** Percent. */
  readonly progress: number;
  readonly mode: ExecutionMode;
  readonly runbook: Runbook;
  /** What was asked for, as it was journalled. */
  readonly request: JsonObject;
  readonly outcome: Json;
  readonly error: FailureReport | null;
  readonly fault: ExecutionFault | null;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly initiatedBy: string;
  readonly lastSeq: number;
  /** What ran it where there was no service, before it was taken in; null: the service did. */
  readonly executedElsewhereBy: string | null;
}

/** Why workers could not drive an execution: its journal does not fold, or they are older than it. */
export interface ExecutionFault {
  readonly report: FailureReport;
  /** How many workers in a row have failed at it. */
  readonly count: number;
  /** When the next one may try. */
  readonly retryAt: Date | null;
}

export interface StepRecord {
  readonly stepId: string;
  readonly name: string;
  readonly phase: Phase;
  readonly action: string;
  readonly componentId: string | null;
  readonly dependsOn: readonly string[];
  readonly status: StepStatus;
  readonly attempts: number;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly durationMs: number | null;
  readonly output: JsonObject | null;
  readonly error: FailureReport | null;
}

export interface FailoverRecord {
  readonly failoverId: string;
  readonly failoverType: FailoverType;
  readonly reason: string;
  readonly components: readonly string[];
  readonly failoverOptions: JsonObject;
  readonly executionOptions: JsonObject;
}

/** How a failover stands. */
export interface FailoverStatusRecord extends Pick<
  ExecutionRecord,
  'planId' | 'status' | 'pauseReason' | 'progress' | 'mode' | 'outcome' | 'error' | 'requestedAt' | 'completedAt'
> {
  readonly failoverId: string;
  /** Which site serves the plan now, whatever this failover did. */
  readonly activeSite: Site;
  readonly direction: Direction | null;
  /** What the pinned version of the plan aims at; null while there is no outcome. */
  readonly objectives: Objectives | null;
}

export interface NewPlan {
  readonly planId: string;
  readonly document: PlanDocument;
  readonly mode: ExecutionMode;
  readonly createdBy: AdminUserRecord;
  readonly nextTest: Date | null;
}

/** The versions that a change may be based on; null: whichever is the newest. */
export type ExpectedVersions = readonly number[] | null;

export interface PlanUpdate {
  readonly planId: string;
  readonly expected: ExpectedVersions;
  readonly document: PlanDocument;
  readonly mode: ExecutionMode;
  /** What the document says; taken over only when it says something else than the version before. */
  readonly nextTest: Date | null;
  readonly updatedBy: AdminUserRecord;
}

/** That somebody started a planned failover although its plan was not ready. */
export interface ReadinessOverride {
  readonly comment: string;
  /** Ids of the findings that stood against it. */
  readonly findings: readonly string[];
}

export interface NewFailover extends FailoverRecord {
  /** Null or absent: nothing stood against it. */
  readonly readinessOverride?: ReadinessOverride | null;
  readonly plan: PlanRecord;
  readonly runbook: Runbook;
  readonly priority: Priority;
  readonly initiatedBy: AdminUserRecord;
  /** What has started it, when it was no request for a failover. */
  readonly triggeredBy?: JsonObject;
  /** The live switchover test that has started it. */
  readonly test?: TestLegName;
}

/** Which part of which live switchover test an execution is. */
export interface TestLegName {
  readonly testId: string;
  readonly leg: Leg;
}

/** An encrypted secret as it is stored. */
export interface SealedSecret {
  readonly ciphertext: Buffer;
  readonly nonce: Buffer;
  readonly keyId: string;
}

export interface CanaryAcknowledgement {
  readonly seq: number;
  /** Time of the protected database. */
  readonly writtenAt: Date;
  readonly lsn: string;
}

export interface ComponentLag {
  readonly componentId: string;
  readonly lastCanaryAt: Date | null;
  readonly lsn: string | null;
  /** When writes began to fail; null while they succeed. */
  readonly failingSince: Date | null;
}
