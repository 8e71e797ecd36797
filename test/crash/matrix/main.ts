// `npm run test:crash [-- --only <text>] [--kills <n>] [--seed <n>] [--write]`: every cell of the crash matrix, and kills
// at random times on top. Exits with 1 when anything was lost, done twice, or stuck.
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Cleanup } from '../../../lab/process/cleanup.js';
import { runCells, type Cell, type CellResult } from './cells.js';
import { FragileRedis } from './infrastructure.js';
import { redisCells } from './infrastructure-cells.js';
import { MatrixLab } from './matrix-lab.js';
import { matrixOf } from './matrix.js';
import { killAtRandom, type RandomKills } from './random-kills.js';
import { isClean, reportText, writeReport } from './report.js';

const DOCUMENT = join(import.meta.dirname, '../../../../docs/reliability.md');

/** For how long a database or a queue is frozen: ten times the life of a lease. */
const FROZEN_MS = 10_000;

const { values } = parseArgs({
  options: {
    /** Only cells whose kind or place has this text. */
    only: { type: 'string', default: '' },
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    write: { type: 'boolean', default: false },
  },
});

function isAskedFor({ kind, where }: Cell): boolean {
  return `${kind} | ${where}`.includes(values.only);
}

function tell({ cell, faults, ms }: CellResult): void {
  const verdict = faults.length === 0 ? 'ok  ' : 'FAIL';
  console.log(`${verdict} ${(ms / 1000).toFixed(1).padStart(5)} s  ${cell.kind} | ${cell.where}`);
  for (const { kind, text } of faults) console.log(`     ${kind}: ${text}`);
}

function tellKills(kills: number): void {
  if (kills % 50 === 0) console.log(`${kills} killed`);
}

/** Everything that runs, so that nothing is left of an interrupted run. */
const cleanup = new Cleanup();

async function onPostgres(): Promise<{ results: readonly CellResult[]; random: RandomKills | null }> {
  const lab = await MatrixLab.start({ workers: 4 });
  cleanup.add('the service', () => lab.stop());
  try {
    const results = await runCells(lab, (await matrixOf(lab, FROZEN_MS)).filter(isAskedFor), tell);
    const kills = Number(values.kills);
    if (kills > 0) console.log(`${kills} kills at random times, seed ${values.seed} …`);
    const random = kills > 0 ? await killAtRandom(lab, kills, Number(values.seed), tellKills) : null;
    return { results, random };
  } finally {
    await cleanup.run();
  }
}

async function onRedis(): Promise<readonly CellResult[]> {
  const redis = await FragileRedis.start();
  if (redis === null) {
    console.log('Redis is not installed: its cells are left out.');
    return [];
  }
  cleanup.add('Redis', () => redis.stop());
  try {
    const cells = redisCells(redis, FROZEN_MS).filter(isAskedFor);
    if (cells.length === 0) return [];
    const lab = await MatrixLab.start({ redisUrl: redis.url });
    cleanup.add('the service on Redis', () => lab.stop());
    return await runCells(lab, cells, tell);
  } finally {
    await cleanup.run();
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    void cleanup.run().finally(() => process.exit(code));
  });
}

const first = await onPostgres();
const report = { results: [...first.results, ...(await onRedis())], random: first.random };
console.log(`\n${reportText(report)}`);
if (values.write) await writeReport(DOCUMENT, report);
process.exitCode = isClean(report) ? 0 : 1;
