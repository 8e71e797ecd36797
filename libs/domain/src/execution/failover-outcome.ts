import type { Component, PlanDocument } from '../plan/plan-document.js';
import type { Evidence, Runbook, RunbookStep } from '../runbook/runbook.js';
import type { ExecutionState } from './execution-state.js';
import type { Word } from './journal-entry.js';
import { achievedRto, worstRpo } from '../measure/recovery-objectives.js';
import type { RtoSplit } from '../measure/rto-split.js';
import { rtoSplitOf } from './rto-split-of.js';

/** SPEC.md's `result` of a failover. */
export interface FailoverResult {
  readonly components_failed_over: number;
  readonly dns_updated: boolean;
  readonly load_balancer_updated: boolean;
  readonly health_checks_passed: boolean;
  readonly data_synchronization_completed: boolean;
}

/** SPEC.md's `verification` of a failover. `not_performed`: nothing was asked, so nothing is claimed. */
export interface FailoverVerification {
  readonly status: 'passed' | 'failed' | 'not_performed';
  readonly connectivity_verified: boolean;
  readonly performance_verified: boolean;
  readonly data_integrity_verified: boolean;
  readonly verified_at: string | null;
}

/** Achieved values in milliseconds; null where nothing was measured. */
export interface RecoveryMeasurement {
  readonly rto_ms: number | null;
  readonly rpo_ms: number | null;
  /** Where the recovery time went; null where none was measured. */
  readonly rto_split: RtoSplit | null;
}

export interface FailoverMeasurements extends RecoveryMeasurement {
  readonly outage_started_at: string | null;
  readonly recovered_at: string | null;
  readonly components: readonly (RecoveryMeasurement & { readonly component_id: string })[];
}

export interface FailoverOutcome {
  readonly result: FailoverResult;
  readonly verification: FailoverVerification;
  readonly measurements: FailoverMeasurements;
  /** Absent: it was done as it was asked for. */
  readonly switched_to_ungraceful?: { readonly by: string; readonly at: string; readonly comment: string };
}

/** Of a plan, what an outcome is held against; minutes. */
export interface Objectives extends Pick<PlanDocument, 'rto' | 'rpo'> {
  readonly components: readonly Pick<Component, 'component_id' | 'name' | 'rto' | 'rpo'>[];
}

/** Derives what a failover achieved from what its steps proved; a simulation proves nothing. */
export function failoverOutcome(runbook: Runbook, state: ExecutionState): FailoverOutcome {
  const view = new EvidenceView(runbook, state);
  const outageStartedAt = runbook.outageStartedAt ? new Date(runbook.outageStartedAt) : state.requestedAt;
  const components = [...new Set(runbook.steps.map((step) => step.componentId))].filter((id) => id !== null);
  const measured = components.map((component_id) => ({
    component_id,
    rto_ms: view.isLive ? achievedRto(outageStartedAt, view.recoveredAt(component_id)) : null,
    rpo_ms: view.rpo(component_id),
    rto_split: view.isLive
      ? rtoSplitOf(runbook, state, outageStartedAt, view.recoveredAt(component_id), component_id)
      : null,
  }));
  const recoveredAt = view.recoveredAt(null);
  return {
    result: {
      components_failed_over: components.filter((id) => view.isFailedOver(id)).length,
      dns_updated: view.proved('dns_updated'),
      load_balancer_updated: view.proved('load_balancer_updated'),
      health_checks_passed: view.proved('performance'),
      data_synchronization_completed: view.proved('data_synchronized'),
    },
    verification: {
      status: view.verificationStatus(),
      connectivity_verified: view.proved('connectivity'),
      performance_verified: view.proved('performance'),
      data_integrity_verified: view.proved('data_integrity'),
      verified_at: view.verifiedAt()?.toISOString() ?? null,
    },
    measurements: {
      rto_ms: view.isLive ? achievedRto(outageStartedAt, recoveredAt) : null,
      rpo_ms: worstRpo(measured.map((component) => component.rpo_ms)),
      rto_split: view.isLive ? rtoSplitOf(runbook, state, outageStartedAt, recoveredAt, null) : null,
      outage_started_at: outageStartedAt?.toISOString() ?? null,
      recovered_at: view.isLive ? (recoveredAt?.toISOString() ?? null) : null,
      components: measured,
    },
    ...(state.ungraceful === null ? {} : { switched_to_ungraceful: switched(state.ungraceful) }),
  };
}

function switched({ by, at, comment }: Word): FailoverOutcome['switched_to_ungraceful'] & object {
  return { by, at: at.toISOString(), comment };
}

/** What a person does next, from what was measured; objectives of the plan stand beside what was achieved. */
export function nextSteps(
  plan: Objectives,
  runbook: Pick<Runbook, 'mode' | 'direction'>,
  outcome: FailoverOutcome,
  status: string,
): readonly string[] {
  if (runbook.mode === 'simulation') {
    return ['This was a walk-through: nothing was moved. Bind targets to the components to make the plan live'];
  }
  if (status === 'rolled_back' || status === 'cancelled') return ['Nothing was moved: find the cause, then try again'];
  if (status === 'failed') return ['Look at the failed step, and check by hand which site takes writes'];
  const late = missed(plan.components, outcome, 'rto', 'rto_ms');
  const lossy = missed(plan.components, outcome, 'rpo', 'rpo_ms');
  return [
    ...late.map((component) => `${component.name} missed its RTO of ${component.rto} min: review its steps' durations`),
    ...lossy.map((component) => `${component.name} missed its RPO of ${component.rpo} min: review its replication`),
    ...(status === 'completed_with_exceptions' ? ['Look at the steps that were skipped or failed'] : []),
    `Monitor the ${runbook.direction!.to} site`,
    'Rejoin the old site as standby, then schedule the failback',
  ];
}

function missed(
  components: Objectives['components'],
  outcome: FailoverOutcome,
  objective: 'rto' | 'rpo',
  measure: 'rto_ms' | 'rpo_ms',
): Objectives['components'] {
  return components.filter((component) => {
    const achieved = outcome.measurements.components.find((m) => m.component_id === component.component_id)?.[measure];
    return achieved !== null && achieved !== undefined && achieved > component[objective] * 60_000;
  });
}

class EvidenceView {
  readonly isLive: boolean;

  constructor(
    private readonly runbook: Runbook,
    private readonly state: ExecutionState,
  ) {
    this.isLive = runbook.mode === 'live';
  }

  /** Whether there are steps that prove it, and all of them succeeded. */
  proved(evidence: Evidence): boolean {
    // Whoever gives up grace gives up the proof that nothing was left behind.
    if (evidence === 'data_synchronized' && this.state.ungraceful !== null) return false;
    const steps = this.runbook.steps.filter((step) => step.proves.includes(evidence));
    return this.isLive && steps.length > 0 && steps.every((step) => this.measured(step));
  }

  /** A component is over when everything that moves it is done; checks before the move do not count. */
  isFailedOver(componentId: string): boolean {
    const steps = this.runbook.steps.filter((step) => step.componentId === componentId && step.phase !== 'precheck');
    const essential = steps.filter((step) => step.policy.onFailure !== 'continue');
    return this.isLive && essential.length > 0 && essential.every((step) => this.succeeded(step));
  }

  /** Steps that were never begun verified nothing; one of several that was not makes the whole not passed. */
  verificationStatus(): FailoverVerification['status'] {
    const steps = this.verifications();
    const performed = steps.some((step) => this.state.steps.get(step.id)!.startedAt !== null);
    if (!this.isLive || !performed) return 'not_performed';
    return steps.every((step) => this.measured(step)) ? 'passed' : 'failed';
  }

  verifiedAt(): Date | null {
    return this.verificationStatus() === 'passed' ? this.lastEnd(this.verifications()) : null;
  }

  /** When the last step that had to pass had passed, for a component or for all; null while one has not. */
  recoveredAt(componentId: string | null): Date | null {
    const steps = this.runbook.steps.filter(
      (step) =>
        step.phase !== 'precheck' &&
        step.policy.onFailure !== 'continue' &&
        (componentId === null || step.componentId === componentId),
    );
    return steps.length > 0 && steps.every((step) => this.succeeded(step)) ? this.lastEnd(steps) : null;
  }

  rpo(componentId: string): number | null {
    if (!this.isLive) return null;
    const steps = this.runbook.steps.filter(
      (step) => step.componentId === componentId && step.proves.includes('data_loss_measured'),
    );
    return worstRpo(
      steps.map((step) => {
        const value = this.state.steps.get(step.id)?.output?.['rpo_ms'];
        // Of a failover that was switched nobody claims that it has lost nothing at all.
        return typeof value === 'number' && (value > 0 || this.state.ungraceful === null) ? value : null;
      }),
    );
  }

  private verifications(): readonly RunbookStep[] {
    // Measuring the loss verifies nothing: not knowing it does not make a recovery a failed one.
    return this.runbook.steps.filter((step) => step.phase === 'verify' && step.policy.onFailure !== 'continue');
  }

  private lastEnd(steps: readonly RunbookStep[]): Date | null {
    const ends = steps.map((step) => this.state.steps.get(step.id)?.endedAt?.getTime() ?? 0);
    const last = Math.max(0, ...ends);
    return last === 0 ? null : new Date(last);
  }

  /** A verification is worth what it has measured; that something else was done is also a person's to say. */
  private succeeded(step: RunbookStep): boolean {
    return step.phase === 'verify' ? this.measured(step) : this.state.steps.get(step.id)?.status === 'succeeded';
  }

  private measured(step: RunbookStep): boolean {
    const state = this.state.steps.get(step.id);
    return state?.status === 'succeeded' && !state.byWord;
  }
}
