import { lookRecord } from '#actions/dns/look.js';
import type { DnsRecord, PlanDocument } from '#domain/plan/plan-document.js';
import { assessDnsTtl } from '#domain/readiness/assess.js';
import type { Finding } from '#domain/readiness/finding.js';
import { withinLimit } from '#outbound/within-limit.js';
import { LOOK_MS, whyNot } from './look.js';

/** For how long clients would go on to where the names point now. */
export async function dnsFindings(plan: PlanDocument, signal: AbortSignal): Promise<readonly Finding[]> {
  const records = plan.failover_configuration.traffic?.dns ?? [];
  return assessDnsTtl(plan, await Promise.all(records.map((record) => servedTtl(record, signal))));
}

/** Seconds. A server that does not answer is told of by the prechecks. */
async function servedTtl(record: DnsRecord, signal: AbortSignal): Promise<number | null> {
  return withinLimit(LOOK_MS, signal, async (limit) => {
    try {
      return (await lookRecord(record, limit)).ttl;
    } catch (error) {
      if (!limit.aborted || signal.aborted) whyNot(error, signal);
      return null;
    }
  });
}
