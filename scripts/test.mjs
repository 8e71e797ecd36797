// `npm test [Jest's arguments]`: installs and builds what is missing, runs every test, then says aloud what was skipped.
// With CI=true a skipped test is a failure: there, every program that a test needs is installed.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { PreparationError, ensureBuilt, ensureInstalled } from './lib/prepare.mjs';
import { countLine, countsOf, readReport, reportFile, skippedByReason } from './lib/report.mjs';

function runJest(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    // Jest stops its workers and the tests what they started; this process waits for them instead of leaving first.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  console.error(error.message);
  process.exit(1);
}
mkdirSync(dirname(reportFile), { recursive: true });
rmSync(reportFile, { force: true });

const asked = process.argv.slice(2);
const code = await runJest([
  // As arguments, not as NODE_OPTIONS, which the processes that the tests start would inherit.
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--json',
  `--outputFile=${reportFile}`,
  `--maxWorkers=${Math.min(availableParallelism(), 4)}`,
  ...asked,
]);
process.exitCode = code;

let report;
try {
  report = readReport();
} catch (error) {
  // Such as `npm test -- --listTests`. A run that should have reported and did not is a failure.
  if (code !== 0) console.error(`Jest left no report: ${error.message}`);
}

if (report?.testResults) {
  const counts = countsOf(report);
  // With -t everything that the pattern leaves out is reported as skipped; only reasons that a test gave count then.
  const filtered = asked.some((argument) => /^(-t|--testNamePattern)/.test(argument));
  const skipped = [...skippedByReason(report)].filter(([reason]) => !filtered || !reason.startsWith('no reason given'));
  for (const [reason, titles] of skipped) {
    console.log(`\nSKIPPED ${titles.length}: ${reason}`);
    for (const title of titles) console.log(`  - ${title}`);
  }
  if (skipped.length > 0 && process.env.CI === 'true') {
    console.log('\nWith CI=true a skipped test is a failure.');
    process.exitCode = code || 1;
  }
  console.log(`\n${countLine(counts)}`);
}
