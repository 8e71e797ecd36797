import { readTopology, type ServerTopology } from '#actions/postgres/topology.js';
import type { PostgresSessions } from '#actions/postgres/sessions.js';
import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';
import { otherSite, type Component, type PlanDocument, type Site } from '#domain/plan/plan-document.js';
import { replicatedComponents } from '#domain/runbook/compile-reprotect.js';
import { standbySlots } from '#domain/runbook/switchover/compile-switchover.js';
import { withinLimit } from '#outbound/within-limit.js';

/** Milliseconds for a look at all servers of a plan. */
const LOOK_MS = 8_000;

export interface PlanTopology {
  /** By component and site. */
  readonly servers: JsonObject;
  /** What of it keeps the plan from being moved by itself; empty: nothing. */
  readonly faults: readonly string[];
}

/** Looks at the databases of both sites, and changes nothing. */
export async function planTopology(
  sessions: PostgresSessions,
  document: PlanDocument,
  active: Site,
  signal: AbortSignal,
): Promise<PlanTopology> {
  const slots = standbySlots(document, otherSite(active));
  const synchronous = document.failover_configuration.synchronous === true;
  const lookAt = async ({ component_id: id, targets }: Component, limit: AbortSignal) => {
    const look = (site: Site) => see(sessions, (targets![site] as { readonly url: string }).url, limit);
    const [primary, secondary] = await Promise.all([look('primary'), look('secondary')]);
    const servers = { primary, secondary };
    return {
      id,
      servers: { primary: jsonOf(primary), secondary: jsonOf(secondary) },
      faults: faultsOf(id, servers, active, { slot: slots.get(id)!, synchronous }),
    };
  };
  const seen = await withinLimit(LOOK_MS, signal, (limit) =>
    Promise.all(replicatedComponents(document).map((component) => lookAt(component, limit))),
  );
  return {
    servers: Object.fromEntries(seen.map(({ id, servers }) => [id, servers])),
    faults: seen.flatMap(({ faults }) => faults),
  };
}

type Seen = { readonly topology: ServerTopology } | { readonly unreachable: string };

function jsonOf(seen: Seen): JsonObject {
  return 'topology' in seen ? seen.topology : { ...seen };
}

async function see(sessions: PostgresSessions, url: string, signal: AbortSignal): Promise<Seen> {
  try {
    return { topology: await sessions.useFresh(url, signal, readTopology) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { unreachable: error.message };
  }
}

function faultsOf(
  id: string,
  servers: Readonly<Record<Site, Seen>>,
  active: Site,
  wanted: { readonly slot: string; readonly synchronous: boolean },
): readonly string[] {
  const passive = otherSite(active);
  const [at, beside] = [servers[active], servers[passive]];
  if ('unreachable' in at) return [`${id} at the ${active} site can not be looked at: ${at.unreachable}`];
  if ('unreachable' in beside) return [`${id} at the ${passive} site can not be looked at: ${beside.unreachable}`];
  const [serving, standby] = [at.topology, beside.topology];
  return [
    ...(serving.role === 'primary' && !serving.read_only ? [] : [`${id} at the ${active} site takes no writes`]),
    ...(standby.role === 'standby' ? [] : [`${id} at the ${passive} site is no standby`]),
    ...(standby.streams_by === wanted.slot
      ? []
      : [`${id} at the ${passive} site does not stream by its slot ${wanted.slot}: reprotect the plan once`]),
    ...(wanted.synchronous && serving.synchronous_standby_names === ''
      ? [`commits of ${id} do not wait for its standby, as the plan wants it: reprotect the plan once`]
      : []),
  ];
}
