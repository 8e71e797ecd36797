import type { Site } from '#domain/plan/plan-document.js';
import { PROTECTION_STATES, type ProtectionState } from '#domain/protection/protection.js';
import { WORST_FIRST, worstProtection } from '#domain/protection/protection-summary.js';
import type { Ask } from '../consistent-read.js';
import { ofPlans, type Which } from '../of-plans.js';
import { knownProtection } from '../protection/known-protection.js';
import { summariesOf, type KnownRow } from '../protection/protection-summaries.js';
import type { ProtectionOverview, UnprotectedPlan } from './dashboard-records.js';

/** Plans that a dashboard names. */
const NAMED = 20;

const activeSites = (which: Which) => /* sql */ `
  SELECT (count(*) FILTER (WHERE active_site = 'primary'))::integer AS primary,
    (count(*) FILTER (WHERE active_site = 'secondary'))::integer AS secondary
  FROM plan_authority AS authority
  JOIN disaster_recovery_plans AS plan ON plan.id = authority.plan_id AND plan.status = 'active'
  WHERE ${ofPlans(which, 'plan.id')}
`;

/** Names and sites of the plans that stand in what is known. */
const NAMES = /* sql */ `
  SELECT plan.plan_id AS "planId", plan.plan_name AS "planName", authority.active_site AS "activeSite"
  FROM disaster_recovery_plans AS plan JOIN plan_authority AS authority ON authority.plan_id = plan.id
  WHERE plan.plan_id = ANY ($1::text[])
`;

/** $1 of its statements: row id of a plan, or null for all. */
export async function protectionOverview(ask: Ask, which: Which, plan: string | null): Promise<ProtectionOverview> {
  const of = (what: string) => `dashboard_${what}_of_${which}`;
  const [sites] = await ask<Record<Site, number>>({
    name: of('active_sites'),
    text: activeSites(which),
    values: [plan],
  });
  const known = knownProtection(ofPlans(which, 'replicated.id'));
  const summaries = summariesOf(await ask<KnownRow>({ name: of('protection'), text: known, values: [plan] }));
  const rank = (planId: string): number => WORST_FIRST.indexOf(summaries.get(planId)!.state!);
  const named = [...summaries.keys()]
    .filter((planId) => summaries.get(planId)!.state !== 'protected')
    .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .slice(0, NAMED);
  const names = await ask<Omit<UnprotectedPlan, 'summary'>>({
    name: 'dashboard_plan_names',
    text: NAMES,
    values: [named],
  });
  const states = [...summaries.values()].map(({ state }) => state);
  const counts = PROTECTION_STATES.map((state) => [state, states.filter((one) => one === state).length] as const);
  return {
    state: worstProtection([...summaries.values()]),
    activeSites: sites!,
    plans: Object.fromEntries(counts) as Readonly<Record<ProtectionState, number>>,
    notProtected: named.flatMap((planId) => {
      const plan = names.find((row) => row.planId === planId);
      return plan === undefined ? [] : [{ ...plan, summary: summaries.get(planId)! }];
    }),
  };
}
