import type { JsonObject } from '../json.js';
import type { HealthCheck, PlanDocument, Site, SiteConfiguration } from '../plan/plan-document.js';
import type { Direction, FailoverType } from './runbook.js';
import type { StepDraft } from './step-list.js';

const DEFAULT_CHECK_TIMEOUT_S = 2;
/** Milliseconds that a check has, asking again included. */
const CHECK_TIME_MS = 10_000;

/** The plan's own health checks of sites. A planned failover needs both sites healthy, an unplanned one its new site. */
export function siteChecks(
  plan: PlanDocument,
  direction: Direction,
  type: FailoverType,
  after: readonly string[],
): readonly StepDraft[] {
  const sites: readonly Site[] = type === 'planned' ? [direction.from, direction.to] : [direction.to];
  return sites.flatMap((site) =>
    (siteOf(plan, site).health_checks ?? []).map((check, index) => ({
      id: `site.${site}.check_${index + 1}`,
      name: `${siteOf(plan, site).name}: healthy`,
      phase: 'precheck' as const,
      ...checkAction(check),
      after,
      idempotent: true,
      ...precheckPolicy(type, site === direction.from),
    })),
  );
}

/**
 * A planned failover ends with its first failed check, and nothing has changed. An unplanned one, or one that was
 * switched, pauses: what it asks is only the site that takes over.
 */
export function precheckPolicy(type: FailoverType, ofOldSite: boolean): Pick<StepDraft, 'policy' | 'whenUngraceful'> {
  const pause = { timeoutMs: CHECK_TIME_MS, onFailure: 'pause' } as const;
  if (type === 'unplanned') return { policy: pause };
  return {
    policy: { ...pause, onFailure: 'rollback' },
    whenUngraceful: ofOldSite ? 'skip' : { policy: pause },
  };
}

function siteOf(plan: PlanDocument, site: Site): SiteConfiguration {
  const { primary_site, secondary_site } = plan.failover_configuration;
  return site === 'primary' ? primary_site : secondary_site;
}

function checkAction(check: HealthCheck): { readonly action: string; readonly inputs: JsonObject } {
  const timeout_ms = (check.timeout ?? DEFAULT_CHECK_TIMEOUT_S) * 1000;
  switch (check.type) {
    case 'http':
      return { action: 'health.http', inputs: { url: check.url, timeout_ms } };
    case 'tcp':
      return { action: 'health.tcp', inputs: { host: check.host, port: check.port, timeout_ms } };
    case 'postgres':
      return { action: 'health.postgres', inputs: { url: check.url, timeout_ms } };
  }
}
