import { Resolver } from 'node:dns/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DrClient } from '#api-client/client.js';
import { measureLoss } from '../client/loss.js';
import { WriteClient } from '../client/write-client.js';
import type { EdgeChoice } from '../edge/start-edge.js';
import { Lab } from '../lab.js';
import { Cleanup } from '../process/cleanup.js';
import { waitUntil } from '../process/wait-until.js';
import { Operator } from './operator.js';
import type { Ending, Scenario } from './scenario.js';
import { SplitBrainWitness, type Testimony } from './witness/split-brain-witness.js';

export interface PlayOptions {
  readonly api: DrClient;
  /** Made, and removed. */
  readonly directory: string;
  readonly edge?: EdgeChoice;
  readonly signal?: AbortSignal;
}

export interface Played {
  readonly scenario: Scenario;
  /** What was not as it must be; empty when all of it was. */
  readonly faults: readonly string[];
  readonly lost: number;
  readonly testimony: Testimony;
}

const WRITES_OF_PROOF = 15;
/** Milliseconds for the client to be served again once nothing is under way any more. */
const SERVED_WITHIN_MS = 20_000;

/** @returns null when the machine lacks what the scenario needs. */
export async function play(scenario: Scenario, options: PlayOptions): Promise<Played | null> {
  const cleanup = new Cleanup();
  try {
    const { directory, edge = 'auto', signal } = options;
    await mkdir(directory, { recursive: true, mode: 0o711 });
    const lab = await Lab.up({ directory: join(directory, 'lab'), edge, dns: 'auto', ...(signal && { signal }) });
    cleanup.add('the lab', () => lab.stop());
    if (scenario.needsDns && !lab.dns) return null;
    return await onStage(scenario, lab, options, cleanup);
  } finally {
    await cleanup.run();
  }
}

async function onStage(scenario: Scenario, lab: Lab, options: PlayOptions, cleanup: Cleanup): Promise<Played> {
  const { api, directory, signal } = options;
  const witness = await SplitBrainWitness.start(lab, join(directory, 'witness'));
  cleanup.add('the witness', () => witness.stop());
  const client = new WriteClient({ url: lab.edge.url });
  cleanup.add('the client', () => client.stop());
  client.start();
  await client.moreAcknowledged(WRITES_OF_PROOF, signal);
  await untilSeen(witness, 'primary');
  const operator = new Operator(api);
  cleanup.add('the plan', () => operator.retirePlan());
  await scenario.play({
    lab,
    client,
    operator,
    cleanup,
    protect: (detours) => operator.protect(lab, scenario.name, detours),
  });

  const { status: execution } = await operator.execution();
  const served = await isServedAgain(client);
  await untilSeen(witness, scenario.expected.serves);
  const testimony = await witness.testify();
  await client.stop();
  const writable = await writableRoles(lab);
  const survivor = lab.sites[scenario.expected.serves];
  const { lost } = measureLoss(client.acknowledged, await survivor.readOrders());
  const found = { execution, served, writable, named: await namedRole(lab), lost: lost.length, testimony };
  return { scenario, faults: faultsOf(scenario.expected, found), lost: lost.length, testimony };
}

interface Found {
  readonly execution: string;
  readonly served: boolean;
  readonly writable: readonly string[];
  readonly named: string | null;
  readonly lost: number;
  readonly testimony: Testimony;
}

function faultsOf(expected: Ending, found: Found): readonly string[] {
  const { both, seen } = found.testimony;
  const claims: readonly (readonly [boolean, string])[] = [
    [found.execution === expected.execution, `the failover ended ${found.execution}, not ${expected.execution}`],
    [found.served, 'the client is not served'],
    [found.writable.join() === expected.serves, `writes are taken by: ${found.writable.join(' and ') || 'nobody'}`],
    [found.named === null || found.named === expected.named, `the name points to the ${found.named} site`],
    [expected.losses === 'possible' || found.lost === 0, `${found.lost} acknowledged writes are lost`],
    [both.length === 0, `both databases took writes at ${both.join(', ')}`],
    // A witness that did not look would have seen no split brain either.
    [seen.primary > 0 && seen[expected.serves] > 0, `the witness saw ${JSON.stringify(seen)}`],
  ];
  return claims.filter(([holds]) => !holds).map(([, fault]) => fault);
}

async function isServedAgain(client: WriteClient): Promise<boolean> {
  return client.moreAcknowledged(WRITES_OF_PROOF, AbortSignal.timeout(SERVED_WITHIN_MS)).then(
    () => true,
    () => false,
  );
}

/** The client may be served before the witness's turn has come. Where it sees nothing in time, its testimony says so. */
async function untilSeen(witness: SplitBrainWitness, role: 'primary' | 'secondary'): Promise<void> {
  const options = { what: `the witness sees the ${role} site take a write`, deadlineMs: SERVED_WITHIN_MS };
  await waitUntil(() => witness.hasSeen(role), options).catch(() => undefined);
}

/** A database that can not be asked takes no writes either. */
async function writableRoles({ sites }: Lab): Promise<readonly string[]> {
  const answers = await Promise.all(
    Object.values(sites).map(async (site) => ((await site.takesWrites().catch(() => false)) ? site.role : null)),
  );
  return answers.filter((role) => role !== null);
}

/** @returns null where there is no name server. */
async function namedRole({ dns }: Lab): Promise<string | null> {
  if (!dns) return null;
  const resolver = new Resolver();
  resolver.setServers([dns.address]);
  const [value] = await waitUntil(() => resolver.resolve4(`${dns.name}.${dns.zone}`), { what: 'the name is known' });
  if (value === dns.values.primary) return 'primary';
  return value === dns.values.secondary ? 'secondary' : `unknown (${value})`;
}
