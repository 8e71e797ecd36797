import { lookHttp } from '#actions/health/http.js';
import { lookPostgres } from '#actions/health/postgres.js';
import type { Component, Site, Target } from '#domain/plan/plan-document.js';
import { finding, type Finding } from '#domain/readiness/finding.js';
import { sendRequest } from '#outbound/request.js';
import type { PlanRecord } from '#persistence/records.js';
import { whyNot, type Look } from './look.js';

const SITES: readonly Site[] = ['primary', 'secondary'];
const TIMEOUT_MS = 3_000;

/**
 * Whether the targets of the components can be reached at both sites; those that prechecks look at are left to them.
 * Where the plan does not serve, a service may well say that it does not: an answer is enough.
 */
export async function endpointFindings(
  { document: plan, activeSite }: Pick<PlanRecord, 'document' | 'activeSite'>,
  look: Look,
): Promise<readonly Finding[]> {
  const targets = plan.components.flatMap((component) =>
    SITES.flatMap((site) => {
      const target = component.targets?.[site];
      return target === undefined || isPrechecked(component) ? [] : [{ component, site, target }];
    }),
  );
  const found = await Promise.all(
    targets.map(async ({ component, site, target }) => {
      const why = await unreachable(target, site === activeSite, look);
      return why === null ? [] : [unreachableFinding(component, site, why)];
    }),
  );
  return found.flat();
}

function isPrechecked({ recovery_procedures }: Component): boolean {
  return recovery_procedures.includes('database_failover');
}

async function unreachable(
  target: Target,
  serves: boolean,
  { secrets, sessions, signal }: Look,
): Promise<string | null> {
  const inputs = { url: target.url, timeout_ms: TIMEOUT_MS };
  try {
    if (target.driver === 'http' && !serves) {
      await sendRequest({ method: 'GET', url: await secrets.resolve(target.url) }, signal, TIMEOUT_MS);
      return null;
    }
    const seen =
      target.driver === 'http' ? await lookHttp(secrets, inputs, signal) : await lookPostgres(sessions, inputs, signal);
    return 'unhealthy' in seen ? seen.unhealthy : null;
  } catch (error) {
    return whyNot(error, signal);
  }
}

/** Whether a failover can go without it is for people to judge: no reason to refuse one. */
function unreachableFinding(component: Component, site: Site, why: string): Finding {
  return finding({
    code: 'target_unreachable',
    severity: 'warning',
    subject: `${component.component_id}.${site}`,
    message: `${component.name} at the ${site} site does not answer (${why}): start it, or correct its target in the plan`,
  });
}
