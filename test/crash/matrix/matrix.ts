import type { Cell } from './cells.js';
import { clockCells, contentionCells, databaseCells, queueTableCells } from './infrastructure-cells.js';
import { effectCells, takeoverCells, undisturbed, writeCells } from './kill-cells.js';
import type { MatrixLab } from './matrix-lab.js';
import { SCENARIOS, type Scenario } from './scenarios.js';

/**
 * All cells that need nothing but PostgreSQL. Where the durable writes are is seen in runs that nobody disturbs.
 * @param frozenMs for how long PostgreSQL is frozen.
 */
export async function matrixOf(lab: MatrixLab, frozenMs: number): Promise<readonly Cell[]> {
  const writes = new Map<Scenario, readonly string[]>();
  for (const scenario of SCENARIOS) writes.set(scenario, await undisturbed(lab, scenario));
  return [
    ...[...writes].flatMap(([scenario, texts]) => writeCells(scenario, texts)),
    ...effectCells(),
    ...takeoverCells(),
    ...contentionCells(),
    ...clockCells(),
    ...databaseCells(writes, frozenMs),
    ...queueTableCells(),
  ];
}
