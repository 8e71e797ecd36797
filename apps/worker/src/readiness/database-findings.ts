import { measureLag } from '#actions/postgres/lag.js';
import { missingRights } from '#actions/postgres/rights.js';
import type { Component, PostgresTarget, Site } from '#domain/plan/plan-document.js';
import { otherSite } from '#domain/plan/plan-document.js';
import { assessLag } from '#domain/readiness/assess.js';
import { finding, type Finding } from '#domain/readiness/finding.js';
import { withinLimit } from '#outbound/within-limit.js';
import type { PlanRecord } from '#persistence/records.js';
import { LOOK_MS, whyNot, type Look } from './look.js';

/** Whether the databases that a failover moves would let it, and how much would be lost now. */
export async function databaseFindings(plan: PlanRecord, look: Look): Promise<readonly Finding[]> {
  const components = plan.document.components.filter(({ recovery_procedures }) =>
    recovery_procedures.includes('database_failover'),
  );
  const found = await Promise.all(
    components.flatMap((component) => [
      rightsAt(component, 'primary', look),
      rightsAt(component, 'secondary', look),
      lagOf(plan, component, look),
    ]),
  );
  return found.flat();
}

/** A server that does not answer is told of by the prechecks. */
async function rightsAt(component: Component, site: Site, look: Look): Promise<readonly Finding[]> {
  const target = postgresAt(component, site);
  if (target === null) return [];
  return withinLimit(LOOK_MS, look.signal, async (limit) => {
    try {
      const missing = await look.sessions.use(target.url, limit, missingRights);
      return missing.map(({ right, grant }) =>
        finding({
          code: 'right_missing',
          severity: 'error',
          subject: `${component.component_id}.${site}.${right}`,
          message: `The role of ${component.name} at the ${site} site may not ${right}: ${grant}`,
        }),
      );
    } catch (error) {
      if (!limit.aborted || look.signal.aborted) whyNot(error, look.signal);
      return [];
    }
  });
}

async function lagOf(plan: PlanRecord, component: Component, look: Look): Promise<readonly Finding[]> {
  const source = postgresAt(component, plan.activeSite);
  const standby = postgresAt(component, otherSite(plan.activeSite));
  if (source === null || standby === null) return [];
  const { sessions, canaries, canaryKey: key } = look;
  const measured = {
    planId: plan.planId,
    componentId: component.component_id,
    source: source.url,
    standby: standby.url,
  };
  return withinLimit(LOOK_MS, look.signal, async (limit) => {
    try {
      const lag = await measureLag(measured, { sessions, canaries, key }, limit);
      return lag === null ? [] : assessLag(component, lag);
    } catch (error) {
      if (!limit.aborted || look.signal.aborted) whyNot(error, look.signal);
      return [];
    }
  });
}

function postgresAt(component: Component, site: Site): PostgresTarget | null {
  const target = component.targets?.[site];
  return target?.driver === 'postgres' ? target : null;
}
