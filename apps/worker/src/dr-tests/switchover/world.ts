import type { PostgresSessions } from '#actions/postgres/sessions.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import type { TestLegRepository } from '#persistence/dr-tests/test-leg-repository.js';
import type { ProtectionSummaries } from '#persistence/protection/protection-summaries.js';
import type { ReadinessRepository } from '#persistence/readiness/readiness-repository.js';
import type { Ring } from '#queue/doorbell.js';

/** What the steps of a live switchover test look at and act by. */
export interface SwitchoverWorld {
  readonly legs: TestLegRepository;
  /** A plan as it stood in a version. */
  readonly plans: { document(planId: string, version: number): Promise<PlanDocument> };
  readonly protections: ProtectionSummaries;
  readonly readiness: ReadinessRepository;
  readonly sessions: PostgresSessions;
  /** Tells the workers; need not be heard, because their sweep finds what nobody drives. */
  readonly ring: (ring: Ring) => Promise<void>;
}
