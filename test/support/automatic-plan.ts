import type { Body } from '#api-client/body.js';
import type { Lab } from '../../lab/lab.js';
import { labPlan } from '../../lab/plan.js';

type Configuration = Body<'FailoverConfigurationRequest'>;
type Check = NonNullable<Configuration['primary_site']['health_checks']>[number];

/** Every half second, three in a row. */
export const RHYTHM = { interval: 0.5, timeout: 0.4, failures: 3 } as const;

/** The plan, failed over by itself when its active site is down by these checks. */
export function automatic(
  plan: Body<'PlanRequest'>,
  checks: Readonly<Record<'primary' | 'secondary', readonly Check[]>>,
  rest: Partial<Configuration> = {},
): Body<'PlanRequest'> {
  const { failover_configuration: given } = plan;
  return {
    ...plan,
    failover_configuration: {
      ...given,
      primary_site: { ...given.primary_site, health_checks: [...checks.primary] },
      secondary_site: { ...given.secondary_site, health_checks: [...checks.secondary] },
      failover_triggers: ['site_unavailable', 'performance_degradation', 'manual_trigger'],
      failover_automation: true,
      ...rest,
    },
  };
}

/**
 * The laboratory as a plan that looks after itself.
 * @param timeout seconds until a probe counts as failed; a process that is gone refuses it at once
 */
export function automaticLabPlan(lab: Lab, timeout: number = RHYTHM.timeout): Body<'PlanRequest'> {
  const check = (url: string): Check => ({ type: 'http', url: `${url}/health`, ...RHYTHM, timeout });
  const { primary, secondary } = lab.sites;
  const checks = { primary: [check(primary.appUrl)], secondary: [check(secondary.appUrl)] };
  // A process that is gone can not prove that it takes no writes; here nothing starts it again.
  return automatic(labPlan(lab), checks, { fencing: 'best_effort' });
}
