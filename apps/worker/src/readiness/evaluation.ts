import { estimateBeforehand } from '#domain/estimate/estimate.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { assessPlan, assessRto, assessTests, assessWaiting } from '#domain/readiness/assess.js';
import type { Finding } from '#domain/readiness/finding.js';
import { compileFailover } from '#domain/runbook/compile-failover.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import type { EstimateRepository } from '#persistence/repositories/estimate-repository.js';
import type { OwnSlots } from '#persistence/protection/own-slots.js';
import type { ClaimedPlan } from '#persistence/readiness/readiness-records.js';
import { backupFindings, type BackupLook } from './backup-findings.js';
import { databaseFindings } from './database-findings.js';
import { dnsFindings } from './dns-findings.js';
import { endpointFindings } from './endpoint-findings.js';
import { loadBalancerFindings } from './load-balancer-findings.js';
import { precheckFindings } from './precheck-findings.js';
import { slotFindings } from './slot-findings.js';

export interface Evaluation extends BackupLook {
  readonly estimates: EstimateRepository;
  readonly slots: OwnSlots;
}

/**
 * Everything that speaks against the plan now: the prechecks of a planned failover, and what they do not ask. Looks
 * only, and changes nothing.
 * @throws when the signal fires, or the service's own database does not answer: nothing is known then.
 */
export async function evaluatePlan(claimed: ClaimedPlan, evaluation: Evaluation): Promise<readonly Finding[]> {
  const { plan } = claimed;
  const { document } = plan;
  const runbook = plannedFailover(claimed);
  const histories = await evaluation.estimates.failoverHistories(plan.planId, 'live');
  const path = runbook.steps.filter(({ phase }) => phase !== 'precheck');
  const exercised = new Set(claimed.exercisedSteps);
  const seen = await Promise.all([
    precheckFindings(runbook, evaluation),
    endpointFindings(plan, evaluation),
    loadBalancerFindings(document, evaluation.signal),
    dnsFindings(document, evaluation.signal),
    databaseFindings(plan, evaluation),
    slotFindings(plan, evaluation.slots, evaluation),
    backupFindings(document, evaluation),
  ]);
  evaluation.signal.throwIfAborted();
  return distinct([
    ...seen.flat(),
    ...assessRto(document, estimateBeforehand(runbook, histories)),
    ...assessTests({
      lastTestedAt: plan.lastTested,
      nextTestAt: plan.nextTest,
      now: evaluation.now(),
      steps: path.length,
      exercised: path.filter(({ id }) => exercised.has(id)).length,
    }),
    ...assessPlan(document),
    ...assessWaiting(claimed.waiting),
  ]);
}

/** What somebody would get who asked for a planned failover and said nothing else. */
function plannedFailover({ plan }: ClaimedPlan): Runbook {
  const { planId, version, document, activeSite, mode } = plan;
  return compileFailover(
    { planId, version, document, activeSite, mode },
    {
      failoverType: 'planned',
      componentIds: null,
      verifyBefore: true,
      verifyAfter: true,
      updateDns: true,
      updateLoadBalancer: true,
      retryAttempts: 0,
      parallel: true,
      timeoutMs: timeoutOf(document),
      outageStartedAt: null,
    },
  );
}

function timeoutOf({ failover_configuration }: PlanDocument): number {
  return failover_configuration.failover_timeout * 1000;
}

/** Two components may use one server: of what is said twice of one thing, once is enough. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((each) => [`${each.code} ${each.subject}`, each])).values()];
}
