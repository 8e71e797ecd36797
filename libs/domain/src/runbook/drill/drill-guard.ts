import { DomainError } from '../../errors.js';
import type { Json } from '../../json.js';
import type { PlanDocument } from '../../plan/plan-document.js';
import type { PlanFault } from '../../plan/plan-fault.js';
import type { Runbook, RunbookStep } from '../runbook.js';
import { overlaps, productionPlaces } from './production-places.js';
import { RESTORE_ACTIONS } from './restore-steps.js';

const CHANGE_REPLICATION: ReadonlySet<string> = new Set(['postgres.fence', 'postgres.rejoin', 'postgres.synchronous']);

/** Actions that move traffic, take production's writes away or change its replication: no drill ever does them. */
export function isForbiddenInDrill(action: string): boolean {
  return /^(haproxy|dns|route53|switchover)\./.test(action) || CHANGE_REPLICATION.has(action);
}

/** A runbook of a test would have touched what a test must not touch. Nothing of it was begun. */
export class UnsafeDrillError extends DomainError {
  constructor(offences: readonly string[]) {
    super('unsafe_drill', `The test would touch production or routing: ${offences.join('; ')}`, { offences });
  }
}

export interface DrillGuard {
  /** What a `secret://name` stands for, where that is known: two secrets may hold the same server. */
  readonly open?: (text: string) => string;
  /** Plans beside its own, whose production is no more to be touched. */
  readonly others?: readonly PlanDocument[];
  /** Whether it only restores backups: then there is nothing else that it may do. */
  readonly restore?: boolean;
}

/**
 * Refuses a test's runbook that names a production server or a routing action. Compiling never makes one; this stands
 * between a mistake in a plan, or in the compiler, and production.
 * @throws UnsafeDrillError
 */
export function guardDrill(
  runbook: Runbook,
  plan: PlanDocument,
  { open = asWritten, others = [], restore = false }: DrillGuard = {},
): void {
  if (runbook.kind !== 'test' || runbook.mode !== 'live') return;
  const plans = [plan, ...others];
  const production = productionOf(plans, open);
  const places = productionPlaces(plans);
  const offences = [
    // With a direction the engine would move the plan's authority.
    ...(runbook.direction === null ? [] : ['the runbook has a direction']),
    ...runbook.steps.flatMap((step) => offencesOf(step, production, open)),
    ...runbook.steps.flatMap((step) => placeOffences(step, places)),
    ...runbook.steps.flatMap((step) =>
      restore && !RESTORE_ACTIONS.has(step.action) ? [`${step.id} is ${step.action}, which no restore drill does`] : [],
    ),
  ];
  if (offences.length > 0) throw new UnsafeDrillError(offences);
}

/**
 * What a plan says of its drill targets that can not be: one that is production, a reset that no plan knows.
 * @param others plans beside it, whose production is no more to be touched.
 */
export function drillFaults(plan: PlanDocument, others: readonly PlanDocument[] = []): readonly PlanFault[] {
  const plans = [plan, ...others];
  return [...addressFaults(plan, productionOf(plans, asWritten)), ...placeFaults(plan, productionPlaces(plans))];
}

function addressFaults(plan: PlanDocument, production: Production): readonly PlanFault[] {
  return plan.components.flatMap((component, index): readonly PlanFault[] => {
    const drill = component.targets?.drill;
    if (drill === undefined) return [];
    const field = `components[${index}].targets.drill`;
    const { reset } = drill;
    const known = plan.recovery_procedures.some((procedure) => procedure.procedure_id === reset);
    return [
      ...(namesProduction(drill.url, production)
        ? [{ field: `${field}.url`, issue: 'Is a production server: a test would promote it' }]
        : []),
      ...(reset !== undefined && !known ? [{ field: `${field}.reset`, issue: `Unknown procedure: ${reset}` }] : []),
    ];
  });
}

function placeFaults(plan: PlanDocument, places: readonly string[]): readonly PlanFault[] {
  return plan.components.flatMap(({ targets }, index): readonly PlanFault[] => {
    const directory = targets?.restore?.directory;
    const shared = directory === undefined ? undefined : places.find((place) => overlaps(directory, place));
    return shared === undefined
      ? []
      : [
          {
            field: `components[${index}].targets.restore.directory`,
            issue: `Overlaps ${shared}, which a plan names as production's: a test restores to a directory of its own`,
          },
        ];
  });
}

/** Where a step that handles backups works must be apart from all that any plan says of production. */
function placeOffences({ id, action, inputs }: RunbookStep, places: readonly string[]): readonly string[] {
  const { directory } = inputs;
  if (!action.startsWith('backup.') || typeof directory !== 'string') return [];
  return places.some((place) => overlaps(directory, place)) ? [`${id} works in a place of production`] : [];
}

interface Production {
  /** Addresses as they are written, secrets among them. */
  readonly texts: ReadonlySet<string>;
  /** `host:port` of those that can be read. */
  readonly servers: ReadonlySet<string>;
}

function asWritten(text: string): string {
  return text;
}

function productionOf(plans: readonly PlanDocument[], open: (text: string) => string): Production {
  const texts = plans.flatMap(addressesOf).flatMap((text) => [text, open(text)]);
  return { texts: new Set(texts), servers: new Set(texts.flatMap(serversIn)) };
}

function addressesOf(plan: PlanDocument): readonly string[] {
  const { primary_site, secondary_site, traffic } = plan.failover_configuration;
  const checks = [primary_site, secondary_site].flatMap((site) => site.health_checks ?? []);
  return [
    ...plan.components.flatMap(({ targets }) => [targets?.primary?.url, targets?.secondary?.url]),
    ...checks.map((check) => (check.type === 'tcp' ? `tcp://${check.host}:${check.port}` : check.url)),
    ...(traffic?.load_balancers ?? []).flatMap((balancer) => [balancer.address, balancer.verify_url]),
    ...(traffic?.dns ?? []).flatMap(({ server, tsig }) => [`dns://${server}`, tsig]),
  ].filter((text) => text !== undefined);
}

function offencesOf(step: RunbookStep, production: Production, open: (text: string) => string): readonly string[] {
  if (isForbiddenInDrill(step.action)) return [`${step.id} is ${step.action}`];
  const named = textsIn(step.inputs).filter(
    (text) => namesProduction(text, production) || namesProduction(open(text), production),
  );
  const { host, port } = step.inputs;
  const server = typeof host === 'string' && typeof port === 'number' ? `${host.toLowerCase()}:${port}` : null;
  return [
    ...(named.length > 0 ? [`${step.id} names ${named.length} production address${named.length > 1 ? 'es' : ''}`] : []),
    ...(server !== null && production.servers.has(server) ? [`${step.id} names the production server ${server}`] : []),
    ...(step.pointOfNoReturn ? [`${step.id} is a point of no return`] : []),
  ];
}

function namesProduction(text: string, { texts, servers }: Production): boolean {
  return (
    [...texts].some((known) => names(text, known)) ||
    [...servers].some((server) => names(text.toLowerCase(), server)) ||
    serversIn(text).some((server) => servers.has(server))
  );
}

/** Whether it stands there as a whole: `secret://pg-drill` does not name `secret://pg`. */
function names(text: string, known: string): boolean {
  for (let at = text.indexOf(known); at >= 0; at = text.indexOf(known, at + 1)) {
    const before = text.slice(0, at);
    const rest = text.slice(at + known.length);
    if (!/[\w.-]$/.test(before) && !/^(?:[\w-]|\.\w)/.test(rest)) return true;
  }
  return false;
}

/** Every text in a JSON value. */
export function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return (Array.isArray(value) ? (value as readonly Json[]) : Object.values(value as { [key: string]: Json })).flatMap(
    textsIn,
  );
}

const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
  ['dns', '53'],
  ['postgres', '5432'],
  ['postgresql', '5432'],
]);

/** `host:port` of every address in a text; `secret://name` and `unix:///path` have none. */
function serversIn(text: string): readonly string[] {
  return [...text.matchAll(/([a-z][a-z0-9+.-]*):\/\/([^\s/?#"']+)/gi)].flatMap(([, scheme, authority]) => {
    const hosts = authority!.slice(authority!.lastIndexOf('@') + 1).split(',');
    return hosts.flatMap((host): readonly string[] => {
      const [, name, port = DEFAULT_PORTS.get(scheme!.toLowerCase())] =
        /^(\[[^\]]*\]|[^:]+)(?::(\d+))?$/.exec(host) ?? [];
      return name === undefined || port === undefined ? [] : [`${name.toLowerCase()}:${Number(port)}`];
    });
  });
}
