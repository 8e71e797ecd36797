import { lookHttp } from '#actions/health/http.js';
import { lookPostgres } from '#actions/health/postgres.js';
import type { Component, PlanDocument, Site, Target } from '#domain/plan/plan-document.js';
import { finding, type Finding } from '#domain/readiness/finding.js';
import { whyNot, type Look } from './look.js';

const SITES: readonly Site[] = ['primary', 'secondary'];
const TIMEOUT_MS = 3_000;

/** Whether the targets of the components can be reached at both sites; those that prechecks look at are left to them. */
export async function endpointFindings(plan: PlanDocument, look: Look): Promise<readonly Finding[]> {
  const targets = plan.components.flatMap((component) =>
    SITES.flatMap((site) => {
      const target = component.targets?.[site];
      return target === undefined || isPrechecked(component) ? [] : [{ component, site, target }];
    }),
  );
  const found = await Promise.all(
    targets.map(async ({ component, site, target }) => {
      const why = await unreachable(target, look);
      return why === null ? [] : [unreachableFinding(component, site, why)];
    }),
  );
  return found.flat();
}

function isPrechecked({ recovery_procedures }: Component): boolean {
  return recovery_procedures.includes('database_failover');
}

async function unreachable(target: Target, { secrets, sessions, signal }: Look): Promise<string | null> {
  const inputs = { url: target.url, timeout_ms: TIMEOUT_MS };
  try {
    const seen =
      target.driver === 'http' ? await lookHttp(secrets, inputs, signal) : await lookPostgres(sessions, inputs, signal);
    return 'unhealthy' in seen ? seen.unhealthy : null;
  } catch (error) {
    return whyNot(error, signal);
  }
}

/** A service may well be stopped where it does not serve; that is for people to judge, and no reason to refuse. */
function unreachableFinding(component: Component, site: Site, why: string): Finding {
  return finding({
    code: 'target_unreachable',
    severity: 'warning',
    subject: `${component.component_id}.${site}`,
    message: `${component.name} at the ${site} site does not answer (${why}): start it, or correct its target in the plan`,
  });
}
