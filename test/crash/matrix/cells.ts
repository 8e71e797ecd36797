import type { Fault } from './judge.js';
import type { MatrixLab } from './matrix-lab.js';
import type { Scenario } from './scenarios.js';
import { trial, type Disturbance } from './trial.js';

/** One way to disturb one scenario at one point. */
export interface Cell {
  /** The row of the matrix that it counts in. */
  readonly kind: string;
  /** Where exactly. */
  readonly where: string;
  readonly scenario: Scenario;
  readonly disturb: Disturbance;
}

export interface CellResult {
  readonly cell: Cell;
  readonly faults: readonly Fault[];
  readonly ms: number;
}

/** One cell after the other: each may kill any worker. */
export async function runCells(
  lab: MatrixLab,
  cells: readonly Cell[],
  tell: (result: CellResult) => void,
): Promise<readonly CellResult[]> {
  const results: CellResult[] = [];
  for (const cell of cells) {
    const began = performance.now();
    const faults = await trial(lab, cell.scenario, cell.disturb);
    const result = { cell, faults, ms: performance.now() - began };
    results.push(result);
    tell(result);
  }
  return results;
}

/** One cell of each kind, from the middle of a run, where most is at stake. */
export function oneOfEachKind(cells: readonly Cell[]): readonly Cell[] {
  return [...byKind(cells, ({ kind }) => kind).values()].map((ofKind) => ofKind[Math.floor(ofKind.length / 2)]!);
}

export function byKind<T>(all: readonly T[], kindOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const kinds = new Map<string, T[]>();
  for (const one of all) kinds.set(kindOf(one), [...(kinds.get(kindOf(one)) ?? []), one]);
  return kinds;
}
