import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  NOTHING_TO_PROTECT,
  summarizeProtection,
  type ProtectionSummary,
  type SeenProtection,
} from '#domain/protection/protection-summary.js';
import { poolOf } from '../journal/pool.js';
import { ReadsTogether } from '../reads-together.js';
import { knownProtection } from './known-protection.js';

const OF_PLANS = knownProtection('replicated.plan_id = ANY ($1::text[])');

export interface KnownRow extends SeenProtection {
  readonly planId: string;
  readonly reprotecting: string | null;
}

/** How plans are protected, for answers that show it beside something else. */
@Injectable()
export class ProtectionSummaries {
  private readonly together = new ReadsTogether((planIds) => this.read(planIds));

  constructor(private readonly source: DataSource) {}

  async of(planId: string): Promise<ProtectionSummary> {
    return (await this.together.read(planId)) ?? NOTHING_TO_PROTECT;
  }

  /** Plans with nothing to protect are missing. */
  async ofAll(planIds: readonly string[]): Promise<ReadonlyMap<string, ProtectionSummary>> {
    return planIds.length === 0 ? new Map() : this.read(planIds);
  }

  private async read(planIds: readonly string[]): Promise<ReadonlyMap<string, ProtectionSummary>> {
    const { rows } = await poolOf(this.source).query<KnownRow>({
      name: 'protection_summaries',
      text: OF_PLANS,
      values: [planIds],
    });
    return summariesOf(rows);
  }
}

export function summariesOf(rows: readonly KnownRow[]): ReadonlyMap<string, ProtectionSummary> {
  const byPlan = new Map<string, KnownRow[]>();
  for (const row of rows) byPlan.set(row.planId, [...(byPlan.get(row.planId) ?? []), row]);
  return new Map(
    [...byPlan].map(([planId, known]) => [planId, summarizeProtection(known, known[0]!.reprotecting)] as const),
  );
}
