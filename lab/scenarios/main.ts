// `npm run scenarios [-- name …]`: plays them one after the other; the exit code says whether all ended as documented.
import { setMaxListeners } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cleanup } from '../process/cleanup.js';
import { startIsolatedService } from '../service/isolated-service.js';
import { formatDuration } from '../terminal/duration.js';
import { SCENARIOS } from './catalog.js';
import { play } from './play.js';
import type { Scenario } from './scenario.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function usage(): string {
  const names = SCENARIOS.map(({ name, title }) => `  ${name.padEnd(18)} ${title}`);
  return ['Usage: npm run scenarios [-- <name> …]', '', ...names].join('\n');
}

/** @returns whether all ended as documented. */
async function playAll(scenarios: readonly Scenario[], signal: AbortSignal): Promise<boolean> {
  const cleanup = new Cleanup();
  try {
    const directory = await mkdtemp(join(tmpdir(), 'dr-scenarios-'));
    cleanup.add(directory, () => rm(directory, { recursive: true, force: true }));
    // PostgreSQL may run under another account, which has to pass through.
    await chmod(directory, 0o711);
    const service = await startIsolatedService({}, { signal });
    cleanup.add('the service', () => service.stop());
    let good = true;
    for (const scenario of scenarios) {
      signal.throwIfAborted();
      const began = performance.now();
      const played = await play(scenario, { api: service.api, directory: join(directory, scenario.name), signal });
      const took = formatDuration(performance.now() - began);
      if (played === null) {
        say(`–  ${scenario.name}: left out, it needs bind9`);
        continue;
      }
      const { faults, lost, testimony } = played;
      good &&= faults.length === 0;
      const ending = `${scenario.expected.execution}, ${scenario.expected.serves} serves, ${lost} writes lost`;
      say(`${faults.length === 0 ? '✓' : '✗'}  ${scenario.name}: ${scenario.title} (${took})`);
      say(
        `   ${faults.length === 0 ? ending : faults.join('; ')}; asked ${testimony.seen.rounds} times for two primaries`,
      );
    }
    return good;
  } finally {
    await cleanup.run();
  }
}

async function main(): Promise<number> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    const help = unknown.every((name) => name === '--help' || name === '-h');
    say(help ? usage() : `There is no scenario named ${unknown.join(', ')}.\n\n${usage()}`);
    return help ? 0 : EXIT_USAGE;
  }
  const interrupt = new AbortController();
  setMaxListeners(0, interrupt.signal); // each laboratory has many parts that listen
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());
  const chosen = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name));
  try {
    return (await playAll(chosen, interrupt.signal)) ? 0 : EXIT_FAILED;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    say('Interrupted; nothing is left behind.');
    return EXIT_INTERRUPTED;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = EXIT_FAILED;
}
