// `npm run bench -- <name> [--json]`: runs bench/<name>.bench.ts and prints its figures; without a name, lists what there is.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type BenchModule, formatResult } from './table.js';

const SUFFIX = '.bench.js';

/** Each benchmark is a file beside this one, in the build. */
function names(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
}

async function load(name: string): Promise<BenchModule> {
  return (await import(new URL(`./${name}${SUFFIX}`, import.meta.url).href)) as BenchModule;
}

async function listing(): Promise<string> {
  const lines = await Promise.all(names().map(async (name) => `  ${name.padEnd(20)} ${(await load(name)).title}`));
  return [
    'Usage: npm run bench -- <name> [--json]',
    '',
    ...(lines.length > 0 ? lines : ['  (there is none yet)']),
  ].join('\n');
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [name] = positionals;
  if (name === undefined) {
    console.log(await listing());
    return 0;
  }
  if (!names().includes(name)) {
    console.error(`There is no benchmark named ${name}.\n${await listing()}`);
    return 2;
  }
  const bench = await load(name);
  const result = await bench.run();
  if (!values.json) {
    console.log(formatResult(bench.title, result));
    return 0;
  }
  // One line, the last one, whatever the benchmark said before: a program takes it with `tail -n 1`.
  const machine = { node: process.version, platform: process.platform, cores: availableParallelism() };
  console.log(JSON.stringify({ name, title: bench.title, measured_at: new Date().toISOString(), machine, ...result }));
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // The arguments were wrong, or the benchmark itself failed.
  process.exitCode =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
