import { readSlots } from '#actions/postgres/replication-slot.js';
import type { Component, Site } from '#domain/plan/plan-document.js';
import { assessSlots, type IdleSlot } from '#domain/readiness/assess-slots.js';
import type { Finding } from '#domain/readiness/finding.js';
import { withinLimit } from '#outbound/within-limit.js';
import type { PlanRecord } from '#persistence/records.js';
import type { OwnSlot, OwnSlots } from '#persistence/protection/own-slots.js';
import { LOOK_MS, whyNot, type Look } from './look.js';

/** Slots on the plan's servers that keep WAL for nobody. A server that does not answer is told of by the prechecks. */
export async function slotFindings(plan: PlanRecord, slots: OwnSlots, look: Look): Promise<readonly Finding[]> {
  const abandoned = await slots.abandoned(plan.id);
  const seen = await Promise.all(
    plan.document.components.flatMap((component) =>
      (['primary', 'secondary'] as const).map((site) => idleSlots(component, site, abandoned, look)),
    ),
  );
  return assessSlots(seen.flat());
}

async function idleSlots(
  { component_id: componentId, targets }: Component,
  site: Site,
  abandoned: readonly OwnSlot[],
  look: Look,
): Promise<readonly IdleSlot[]> {
  const target = targets?.[site];
  if (target?.driver !== 'postgres') return [];
  return withinLimit(LOOK_MS, look.signal, async (limit) => {
    try {
      const { slots, unbounded } = await look.sessions.use(target.url, limit, readSlots);
      return slots
        .filter(({ active }) => !active)
        .map(({ name, physical, retainedBytes }) => ({
          componentId,
          site,
          name,
          retainedBytes,
          unbounded,
          abandoned: physical && abandoned.some(({ upstream, slot }) => upstream === target.url && slot === name),
        }));
    } catch (error) {
      if (!limit.aborted || look.signal.aborted) whyNot(error, look.signal);
      return [];
    }
  });
}
