import { isUnreachable } from '#actions/postgres/errors.js';
import { DomainError } from '#domain/errors.js';
import { finding, type Finding } from '#domain/readiness/finding.js';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';
import type { ActionContext } from '#engine/ports.js';
import { withinLimit } from '#outbound/within-limit.js';
import { LOOK_MS, whyNot, type Look } from './look.js';

/** That nobody answered once says little on a busy machine; a planned failover is refused for it the second time. */
const LOOKS = 2;

/** Makes the very checks that a planned failover begins with, so that the two can not disagree. */
export async function precheckFindings(runbook: Runbook, look: Look): Promise<readonly Finding[]> {
  const checks = runbook.steps.filter((step) => step.phase === 'precheck' && step.action !== 'manual');
  return (await Promise.all(checks.map((step) => check(runbook, step, look)))).flat();
}

async function check(runbook: Runbook, step: RunbookStep, { actions, signal }: Look): Promise<readonly Finding[]> {
  return withinLimit(Math.min(LOOK_MS, step.policy.timeoutMs), signal, async (limit) => {
    for (let look = 1; ; look++) {
      try {
        const action = actions.get(step.action);
        await action.apply(action.parse(step.inputs), contextOf(runbook, step, limit));
        return [];
      } catch (error) {
        const isLate = limit.aborted && !signal.aborted;
        if (isUnreachable(error) && look < LOOKS && !limit.aborted) continue;
        const why = isLate ? 'there was no answer in time' : whyNot(error, signal);
        return [
          finding({
            code: error instanceof DomainError && !isLate ? error.code : 'peer_unreachable',
            severity: 'error',
            subject: step.id,
            message: `${step.name}: ${why}. Repair it, or change the plan; a planned failover would end here`,
          }),
        ];
      }
    }
  });
}

/** No execution: checks neither act nor carry an epoch anywhere. */
function contextOf({ planId }: Runbook, step: RunbookStep, signal: AbortSignal): ActionContext {
  return { signal, epoch: 0, executionId: 'readiness', planId, step, attempt: 1, before: null };
}
