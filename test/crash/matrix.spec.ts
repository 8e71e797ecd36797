import { describe, expect, it } from '@jest/globals';
import { requires } from '../support/requirements.js';
import { oneOfEachKind, runCells, type Cell } from './matrix/cells.js';
import { FragileRedis } from './matrix/infrastructure.js';
import { redisCells } from './matrix/infrastructure-cells.js';
import { MatrixLab } from './matrix/matrix-lab.js';
import { matrixOf } from './matrix/matrix.js';
import { killAtRandom } from './matrix/random-kills.js';

/** Three times the life of a lease; `npm run test:crash` freezes for ten. */
const FROZEN_MS = 3_000;
const PATIENCE_MS = 600_000;

/** Runs one cell of each kind. @returns what went wrong, and where. */
async function faultsOf(lab: MatrixLab, cells: readonly Cell[]): Promise<readonly string[]> {
  const results = await runCells(lab, oneOfEachKind(cells), () => undefined);
  return results.flatMap(({ cell, faults }) =>
    faults.map(({ kind, text }) => `${cell.kind} | ${cell.where}: ${kind}: ${text}`),
  );
}

describe('the crash matrix (a sample: npm run test:crash runs all of it)', () => {
  it(
    'one cell of each kind, and a few kills at random times: nothing is lost, done twice, or stuck',
    async () => {
      const lab = await MatrixLab.start({ workers: 4 });
      try {
        expect(await faultsOf(lab, await matrixOf(lab, FROZEN_MS))).toEqual([]);
        expect(await killAtRandom(lab, 6, 1, () => undefined)).toMatchObject({ faults: [] });
      } finally {
        await lab.stop();
      }
    },
    PATIENCE_MS,
  );
});

requires('redis-server').describe('the crash matrix, with the queue in Redis', () => {
  it(
    'one cell of each kind',
    async () => {
      const redis = (await FragileRedis.start())!;
      try {
        const lab = await MatrixLab.start({ redisUrl: redis.url });
        try {
          expect(await faultsOf(lab, redisCells(redis, FROZEN_MS))).toEqual([]);
        } finally {
          await lab.stop();
        }
      } finally {
        await redis.stop();
      }
    },
    PATIENCE_MS,
  );
});
