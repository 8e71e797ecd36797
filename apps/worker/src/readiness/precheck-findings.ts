import { DomainError } from '#domain/errors.js';
import { finding, type Finding } from '#domain/readiness/finding.js';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';
import { withinLimit } from '#outbound/within-limit.js';
import { LOOK_MS, whyNot, type Look } from './look.js';

/** Makes the very checks that a planned failover begins with, so that the two can not disagree. */
export async function precheckFindings(runbook: Runbook, look: Look): Promise<readonly Finding[]> {
  const checks = runbook.steps.filter((step) => step.phase === 'precheck' && step.action !== 'manual');
  return (await Promise.all(checks.map((step) => check(runbook, step, look)))).flat();
}

async function check(runbook: Runbook, step: RunbookStep, look: Look): Promise<readonly Finding[]> {
  const { actions, signal } = look;
  return withinLimit(Math.min(LOOK_MS, step.policy.timeoutMs), signal, async (limit) => {
    try {
      const action = actions.get(step.action);
      await action.apply(action.parse(step.inputs), {
        signal: limit,
        // No execution: checks neither act nor carry an epoch anywhere.
        epoch: 0,
        executionId: 'readiness',
        planId: runbook.planId,
        step,
        attempt: 1,
        before: null,
      });
      return [];
    } catch (error) {
      const why = limit.aborted && !signal.aborted ? 'there was no answer in time' : whyNot(error, signal);
      return [
        finding({
          code: error instanceof DomainError && !limit.aborted ? error.code : 'peer_unreachable',
          severity: 'error',
          subject: step.id,
          message: `${step.name}: ${why}. Repair it, or change the plan; a planned failover would end here`,
        }),
      ];
    }
  });
}
