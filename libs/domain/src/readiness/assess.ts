import type { Estimate } from '../estimate/estimate.js';
import type { Component, PlanDocument } from '../plan/plan-document.js';
import { finding, type Finding } from './finding.js';

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const MINUTES_PER_DAY = 1440;
/** A test says little of today after this many days, whatever the schedule wants. */
const TEST_AGE_DAYS = 90;
/** Below this, a lag can not be told from the time between two heartbeats. */
const SMALLEST_LAG_MS = 1_000;

/** How far a standby is behind; null where it could not be measured. */
export interface Lag {
  readonly bytes: number | null;
  /** Milliseconds since the newest transaction that it has replayed; 0 when it has everything. */
  readonly replayMs: number | null;
  /** Milliseconds of acknowledged heartbeats that would be lost now. */
  readonly canaryMs: number | null;
}

/** Whether what would be lost now is within the component's RPO. */
export function assessLag(component: Component, lag: Lag): readonly Finding[] {
  const behindMs = Math.max(lag.canaryMs ?? 0, lag.replayMs ?? 0);
  const subject = component.component_id;
  if (lag.canaryMs === null && lag.replayMs === null) {
    return [
      finding({
        code: 'lag_unknown',
        severity: 'info',
        subject,
        message: `How far the standby of ${component.name} is behind can not be measured: no heartbeat has reached it yet`,
      }),
    ];
  }
  const allowedMs = Math.max(component.rpo * MS_PER_MINUTE, SMALLEST_LAG_MS);
  if (behindMs <= allowedMs) return [];
  return [
    finding({
      code: 'lag_exceeds_rpo',
      severity: component.rpo === 0 ? 'warning' : 'error',
      subject,
      message: `The standby of ${component.name} is behind by more than the RPO allows: look at its replication and at the link between the sites`,
      measured: `${behindMs} ms${lag.bytes === null ? '' : `, ${lag.bytes} bytes`}`,
      threshold: `${allowedMs} ms`,
    }),
  ];
}

/** Whether the newest backup is as young as it has to be. */
export function assessBackup(
  { component_id: subject, name, backup, rpo }: Component,
  newest: { readonly at: Date } | null,
  now: Date,
): readonly Finding[] {
  // No backup is as young as an RPO of 0 asks for; a replica is. A backup is for what a replica does not save from.
  const allowedMs = (backup?.max_age ?? (rpo > 0 ? rpo : MINUTES_PER_DAY)) * MS_PER_MINUTE;
  const threshold = `${allowedMs / MS_PER_MINUTE} min`;
  if (newest === null) {
    return [
      finding({
        code: 'backup_missing',
        severity: 'warning',
        subject,
        message: `${name} has no backup: make one, or correct its backup in the plan`,
        threshold,
      }),
    ];
  }
  const ageMs = now.getTime() - newest.at.getTime();
  if (ageMs <= allowedMs) return [];
  return [
    finding({
      code: 'backup_too_old',
      severity: 'warning',
      subject,
      message: `The newest backup of ${name} is older than it may be: find out why no newer one was made, or set max_age of its backup`,
      measured: `${Math.floor(ageMs / MS_PER_MINUTE)} min`,
      threshold,
    }),
  ];
}

/** What a planned failover would take, held against the plan's RTO. */
export function assessRto(plan: PlanDocument, { remaining, stepsWithoutHistory }: Estimate): readonly Finding[] {
  const threshold = `${plan.rto * MS_PER_MINUTE} ms`;
  if (remaining === null) {
    return [
      finding({
        code: 'rto_unknown',
        severity: 'info',
        subject: 'rto',
        message: `Nobody knows what a failover takes: ${stepsWithoutHistory.length} of its steps have never been done. Rehearse it`,
        threshold,
      }),
    ];
  }
  if (remaining.recoveryP90Ms <= plan.rto * MS_PER_MINUTE) return [];
  return [
    finding({
      code: 'rto_expected_too_long',
      severity: 'warning',
      subject: 'rto',
      message:
        'In nine of ten runs so far the steps would take longer than the RTO: make the slowest faster, or the RTO longer',
      measured: `${Math.round(remaining.recoveryP90Ms)} ms`,
      threshold,
    }),
  ];
}

/**
 * Whoever has looked a name up goes on for its TTL to where it was.
 * @param served seconds that the zone's server gives for each record of the plan now; null where it was not to be had.
 */
export function assessDnsTtl(plan: PlanDocument, served: readonly (number | null)[] = []): readonly Finding[] {
  const users = plan.components.filter(({ recovery_procedures }) => recovery_procedures.includes('dns_switchover'));
  if (users.length === 0) return [];
  const rtoS = Math.min(plan.rto, ...users.map(({ rto }) => rto)) * 60;
  return (plan.failover_configuration.traffic?.dns ?? [])
    .map(({ name, ttl }, index) => ({ name, ttl: Math.max(ttl, served[index] ?? 0) }))
    .filter(({ ttl }) => ttl >= rtoS)
    .map(({ name, ttl }) =>
      finding({
        code: 'dns_ttl_exceeds_rto',
        severity: 'warning',
        subject: `dns.${name}`,
        message: `Clients keep the old answer for ${name} for as long as the RTO: lower its TTL in the plan and in the zone`,
        measured: `${ttl} s`,
        threshold: `${rtoS} s`,
      }),
    );
}

export interface TestEvidence {
  readonly lastTestedAt: Date | null;
  readonly nextTestAt: Date | null;
  readonly now: Date;
  /** Steps of the real path, and those of them that live failovers of this version have done. */
  readonly steps: number;
  readonly exercised: number;
}

/** How old the last test is, and how much of the real path was done since the plan was changed. */
export function assessTests({ lastTestedAt, nextTestAt, now, steps, exercised }: TestEvidence): readonly Finding[] {
  const about = (code: string, message: string, rest: Partial<Finding> = {}): Finding =>
    finding({ code, severity: 'warning', subject: 'tests', message, ...rest });
  const ageDays = lastTestedAt === null ? null : (now.getTime() - lastTestedAt.getTime()) / MS_PER_DAY;
  const findings: Finding[] = [];
  if (ageDays === null) findings.push(about('never_tested', 'The plan has never been tested: schedule a test'));
  else if (ageDays > TEST_AGE_DAYS) {
    findings.push(
      about('test_too_old', 'The last test is too long ago to say much: run another one', {
        measured: `${Math.floor(ageDays)} d`,
        threshold: `${TEST_AGE_DAYS} d`,
      }),
    );
  }
  if (nextTestAt !== null && nextTestAt < now) {
    findings.push(
      about('test_overdue', 'A test was due and has not been run: run it', { threshold: nextTestAt.toISOString() }),
    );
  }
  if (exercised < steps) {
    findings.push(
      about(
        'path_not_exercised',
        'Not every step of a failover has been done for real since the plan was changed: rehearse it',
        {
          severity: 'info',
          measured: `${Math.floor((100 * exercised) / steps)} %`,
          threshold: '100 %',
        },
      ),
    );
  }
  return findings;
}

/** What the plan itself leaves open. */
export function assessPlan(plan: PlanDocument): readonly Finding[] {
  const { failover_automation, primary_site, secondary_site } = plan.failover_configuration;
  const unchecked = (
    [
      ['primary', primary_site],
      ['secondary', secondary_site],
    ] as const
  ).filter(([, site]) => (site.health_checks ?? []).length === 0);
  return unchecked.map(([name, site]) =>
    finding({
      code: failover_automation ? 'automation_without_guard' : 'site_without_health_check',
      severity: failover_automation ? 'warning' : 'info',
      subject: `site.${name}`,
      message: `Nobody looks whether ${site.name} is healthy: add health_checks to failover_configuration.${name}_site`,
    }),
  );
}

/** Of an execution of the plan that waits for people: until it is over, another one can not begin. */
export function assessWaiting(executionIds: readonly string[]): readonly Finding[] {
  return executionIds.map((id) =>
    finding({
      code: 'execution_waiting',
      severity: 'warning',
      subject: id,
      message: `${id} waits for a person: approve, confirm or cancel it`,
    }),
  );
}
