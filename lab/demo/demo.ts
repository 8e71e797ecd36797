import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { Cleanup } from '../process/cleanup.js';
import { formatDuration } from '../terminal/duration.js';
import type { DemoOptions } from './options.js';
import { checkTable, resultTable, stepTable } from './report.js';
import { run, type RunContext } from './run.js';
import type { RunResult } from './run-result.js';
import { startDemoService } from './service.js';
import type { ServiceApi } from './service-api.js';
import { ServiceLog } from './service-log.js';
import { checks } from './verdict.js';

type Say = (line: string) => void;

interface Stage {
  readonly directory: string;
  readonly log: ServiceLog;
  readonly options: DemoOptions;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/** Resolves with whether everything held; rejects when it could not run, or was interrupted. Leaves nothing behind. */
export async function demo(options: DemoOptions, signal: AbortSignal, say: Say): Promise<boolean> {
  const cleanup = new Cleanup();
  try {
    const directory = await makeDirectory(options, cleanup, say);
    const log = new ServiceLog(join(directory, 'service.log'));
    cleanup.add('the log', () => log.close());
    try {
      return await perform({ directory, log, options, signal, say }, cleanup);
    } catch (error) {
      if (!signal.aborted) say(`The service said last:\n${log.tail.map((line) => `  ${line}`).join('\n')}\n`);
      throw error;
    }
  } finally {
    if (!options.once) say('Cleaning up …');
    await cleanup.run();
  }
}

async function perform(stage: Stage, cleanup: Cleanup): Promise<boolean> {
  const { directory, log, options, signal, say } = stage;
  const startedMs = performance.now();
  const elapsed = () => formatDuration(performance.now() - startedMs);
  say('Starting the service …');
  const api = await startDemoService({ directory, log, keep: options.keep, signal }, cleanup);
  say(`  ready at ${api.address} after ${elapsed()}; its log: ${log.file}\n`);
  const results = await bothRuns({ api, directory, options, signal, say }, cleanup);
  const passed = conclude(results, say);
  say(`Total time ${elapsed()}.`);
  if (!options.once) await explore(api, results, stage);
  return passed;
}

async function bothRuns(context: RunContext, cleanup: Cleanup): Promise<readonly RunResult[]> {
  context.say('1. A planned failover: the site is healthy and hands over.');
  const ofPlanned = new Cleanup();
  cleanup.add('the first lab', () => ofPlanned.run());
  const planned = await run('planned', context, ofPlanned);
  await ofPlanned.run();
  context.say('\n2. An unplanned failover: the link fails, then the site is gone.');
  const unplanned = await run('unplanned', context, cleanup);
  return [planned, unplanned];
}

function conclude(results: readonly RunResult[], say: Say): boolean {
  for (const result of results) say(`\n${stepTable(result)}`);
  say(`\n${resultTable(results)}`);
  const all = results.flatMap(checks);
  say(`\n${checkTable(all)}\n`);
  const failed = all.filter(({ holds }) => !holds);
  if (failed.length === 0) say('All of it holds.');
  else say(`DOES NOT HOLD: ${failed.map(({ what, found }) => `${what} (found: ${found})`).join('; ')}`);
  return failed.length === 0;
}

async function explore(api: ServiceApi, results: readonly RunResult[], { signal, say }: Stage): Promise<void> {
  const looks = results.flatMap(({ type, planId, execution }) => [
    `# the plan of the ${type} failover, and what was done, step by step`,
    `curl -H "$AUTH" $DR/plans/${planId}`,
    `curl -H "$AUTH" $DR/executions/${execution.execution_id}`,
  ]);
  say(`
The service and the second lab stay up. Look around:

export DR=${api.address}/disaster-recovery AUTH='Authorization: Bearer ${api.token}'
${looks.join('\n')}

Ctrl-C stops and removes everything.`);
  if (!signal.aborted) await once(signal, 'abort');
}

async function makeDirectory({ keep }: DemoOptions, cleanup: Cleanup, say: Say): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'disaster-recovery-demo-'));
  if (keep) cleanup.add('', () => say(`Kept: ${directory}`));
  else cleanup.add(directory, () => rm(directory, { recursive: true, force: true }));
  // PostgreSQL may have to run under another account than ours, which must be able to pass through.
  await chmod(directory, 0o711);
  return directory;
}
