import { join } from 'node:path';
import { measureLoss } from '../client/loss.js';
import { clock, WriteClient } from '../client/write-client.js';
import { Lab } from '../lab.js';
import { DATABASE_COMPONENT, labPlan, labSecrets } from '../plan.js';
import type { Cleanup } from '../process/cleanup.js';
import { waitUntil } from '../process/wait-until.js';
import { progressView } from '../terminal/progress.js';
import type { DemoOptions } from './options.js';
import type { FailoverType } from './documents.js';
import { follow } from './follow.js';
import type { RunResult } from './run-result.js';
import { isRefusal, type ServiceApi } from './service-api.js';

/**
 * Writes that the cut-off primary still acknowledges before it is lost: what will be missing afterwards. They take twice
 * as long as two measurements of the same loss may lie apart.
 */
const WRITES_BEHIND_THE_CUT = 50;
/** Writes that prove the client is being served, before and after. */
const WRITES_OF_PROOF = 25;

const MINUTE_MS = 60_000;

export interface RunContext {
  readonly api: ServiceApi;
  readonly directory: string;
  readonly options: DemoOptions;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const REASONS: Record<FailoverType, string> = {
  planned: 'Demo: maintenance in the active site',
  unplanned: 'Demo: the active site is lost',
};

/** One failover in a laboratory of its own, with a client that never stops writing. */
export async function run(type: FailoverType, context: RunContext, cleanup: Cleanup): Promise<RunResult> {
  const { api, directory, options, signal, say } = context;
  const lab = await Lab.up({ directory: join(directory, type), edge: options.edge, dns: 'auto', signal });
  cleanup.add(`the ${type} lab`, () => lab.stop());
  const client = new WriteClient({ url: lab.edge.url });
  cleanup.add('the client', () => client.stop());
  client.start();
  await client.moreAcknowledged(WRITES_OF_PROOF, signal);
  const names = lab.dns ? 'bind9 answers for its name' : 'without DNS: bind9 is not installed';
  say(`  two sites are up; a client writes every 20 ms through ${lab.edge.kind}; ${names}`);

  const plan = labPlan(lab, type);
  for (const secret of labSecrets(lab, type)) await api.keepSecret(secret);
  const planId = await api.createPlan(plan);
  await canariesFlow(api, planId, signal);
  say(`  plan ${planId} is there; its canaries are flowing`);

  const fromMs = clock();
  if (type === 'unplanned') await loseSite(lab, client, context);
  const failoverId = await api.startFailover(planId, type, REASONS[type]);
  say(`  failover ${failoverId}`);
  const look = () => api.execution(failoverId);
  const execution = await follow(look, `${type} failover`, progressView(process.stdout), signal);
  const failover = await api.failover(failoverId);
  // Nobody is served after a failover that failed: no write to wait for.
  if (execution.status.startsWith('completed')) await client.moreAcknowledged(WRITES_OF_PROOF, signal);
  const toMs = clock();
  await client.stop();

  const survivor = lab.sites.secondary;
  return {
    type,
    edge: lab.edge.kind,
    planId,
    execution,
    failover,
    targets: { rtoMs: plan.rto * MINUTE_MS, rpoMs: plan.rpo * MINUTE_MS },
    outageMs: client.outageMs({ fromMs, toMs }),
    acknowledged: client.acknowledged.length,
    clientErrors: client.errors,
    loss: measureLoss(client.acknowledged, await survivor.readOrders()),
    writableSites: (await lab.writableSites()).map(({ name }) => name),
    expectedSite: survivor.name,
  };
}

/** Without canaries at the other site there is nothing to measure a loss by. */
async function canariesFlow(api: ServiceApi, planId: string, signal: AbortSignal): Promise<void> {
  let first: string | undefined;
  await waitUntil(
    async () => {
      const { components } = await api.lag(planId);
      const database = components.find(({ component_id }) => component_id === DATABASE_COMPONENT);
      if (!database?.last_canary_at || database.failing_since !== null) return false;
      // Once the second is written, the first has had its time to arrive there.
      first ??= database.last_canary_at;
      return database.last_canary_at !== first;
    },
    { what: 'canaries flow', deadlineMs: 60_000, everyMs: 50, signal, isFatal: isRefusal },
  );
}

/** The worst order of events: the link fails first, so that the primary goes on taking writes that nobody gets. */
async function loseSite(lab: Lab, client: WriteClient, { signal, say }: RunContext): Promise<void> {
  lab.link.cut();
  await client.moreAcknowledged(WRITES_BEHIND_THE_CUT, signal);
  await lab.killPrimary();
  say(`  link cut, then ${lab.sites.primary.name} killed with SIGKILL`);
}
