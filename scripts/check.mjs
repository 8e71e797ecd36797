// `npm run check [name …]`: the house rules, each a line with its time; what a failed one printed follows its line.
// Two cores are shared by the checks, longest first. A new check is one more entry in `checks`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { PreparationError, ensureInstalled } from './lib/prepare.mjs';

const cruised = ['apps', 'libs', 'lab', 'bench', 'test', 'scripts'].filter((folder) => existsSync(folder));

const boundaries = ['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long'];
const deadCode = ['--no-progress', '--no-config-hints', '--tsConfig', 'tsconfig.build.json'];
const types = ['--noEmit', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/check.tsbuildinfo'];

/** Name → arguments to node. Each prints what is wrong and exits with a code other than 0. */
const checks = {
  types: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', ...types],
  lint: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--disable-nested-config'],
  boundaries: ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', ...boundaries, ...cruised],
  'dead-code': ['node_modules/knip/bin/knip.js', ...deadCode],
  openapi: ['scripts/openapi.mjs', '--check'],
  'openapi-lint': ['scripts/openapi-lint.mjs'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--cache', '--log-level', 'warn', '.'],
};

// What is shown is plain text: with CI set, some of them would paint it even into a pipe.
const { FORCE_COLOR: _, CI: __, ...environment } = process.env;

function run(args) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...environment, NO_COLOR: '1' },
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    const end = (passed, extra = '') =>
      resolve({
        passed,
        seconds: (performance.now() - started) / 1000,
        output: Buffer.concat(output).toString() + extra,
      });
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code, signal) => end(code === 0, signal ? `ended by ${signal}` : ''));
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) {
  console.error(`There is no check named ${unknown.join(', ')}. There are: ${Object.keys(checks).join(', ')}`);
  process.exit(2);
}

try {
  await ensureInstalled();
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  console.error(error.message);
  process.exit(1);
}
const started = performance.now();
const names = Object.keys(checks).filter((name) => asked.length === 0 || asked.includes(name));
const waiting = [...names];
const failed = [];

async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const { passed, seconds, output } = await run(checks[name]);
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(5)} s`);
    if (!passed) {
      failed.push(name);
      console.log(output.trim().replace(/^/gm, '     '));
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
const total = `in ${((performance.now() - started) / 1000).toFixed(1)} s`;
console.log(failed.length === 0 ? `${names.length} checks passed ${total}` : `failed ${total}: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
