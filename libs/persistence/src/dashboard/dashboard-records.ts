import type { Site } from '#domain/plan/plan-document.js';
import type { ProtectionSummary } from '#domain/protection/protection-summary.js';
import type { ProtectionState } from '#domain/protection/protection.js';
import type { ReadinessSummary } from '../readiness/readiness-records.js';
import type { AlertRecord } from '../alerts/alert-repository.js';

export interface DashboardFilter {
  readonly planId: string | null;
  /** An IANA name. */
  readonly timeZone: string;
}

export interface PlanCounts {
  readonly total_plans: number;
  readonly active_plans: number;
  readonly critical_plans: number;
  readonly high_priority_plans: number;
  readonly medium_priority_plans: number;
  readonly low_priority_plans: number;
  readonly plans_due_for_testing: number;
  readonly plans_overdue_for_testing: number;
}

export interface ActivityRecord {
  readonly activity_id: string;
  readonly type: string;
  readonly description: string;
  readonly timestamp: Date;
  readonly plan_id: string;
  readonly result: string;
}

export interface UpcomingTest {
  readonly test_id: string;
  readonly plan_id: string;
  readonly plan_name: string;
  readonly scheduled_for: Date;
  readonly test_type: string;
  readonly priority: string;
}

export interface SiteHealth {
  readonly status: 'healthy' | 'degraded' | 'unhealthy' | 'unknown';
  /** Percent; null when nothing was probed. */
  readonly uptime: number | null;
  /** Percent, as the plans say; null without a plan. */
  readonly capacity: number | null;
  readonly utilization: number | null;
}

/** A plan that is not protected, and how. */
export interface UnprotectedPlan {
  readonly planId: string;
  readonly planName: string;
  readonly activeSite: Site;
  readonly summary: ProtectionSummary;
}

export interface ProtectionOverview {
  /** The worst of the plans'; null: none has anything to protect. */
  readonly state: ProtectionState | null;
  /** How many plans in use each site serves. */
  readonly activeSites: Readonly<Record<Site, number>>;
  /** How many plans are in each state. */
  readonly plans: Readonly<Record<ProtectionState, number>>;
  /** The worst first; not all of them where there are many. */
  readonly notProtected: readonly UnprotectedPlan[];
}

export interface DashboardRecord {
  readonly overview: PlanCounts;
  readonly activities: readonly ActivityRecord[];
  readonly upcomingTests: readonly UpcomingTest[];
  readonly health: { readonly primary: SiteHealth; readonly secondary: SiteHealth };
  readonly alerts: readonly AlertRecord[];
  readonly protection: ProtectionOverview;
  readonly readiness: Pick<ReadinessSummary, 'score' | 'status'>;
  readonly generatedAt: Date;
}
