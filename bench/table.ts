import { formatTable } from '../lab/terminal/table.js';

/** One measured figure. A ratio says what it is a ratio to, else the reader cannot judge it. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
  /** What `ratio` compares with: usually the `what` of another row. */
  readonly against?: string;
  /** How many measurements the value stands on. */
  readonly samples?: number;
}

export interface BenchResult {
  readonly rows: readonly BenchRow[];
  /** What a reader must know to read the figures right: one line each. */
  readonly notes?: readonly string[];
}

/** What bench/<name>.bench.ts exports. Importing it does nothing; `run` cleans up after itself, also when it fails. */
export interface BenchModule {
  readonly title: string;
  run(): Promise<BenchResult>;
}

export function formatResult(title: string, { rows, notes = [] }: BenchResult): string {
  const table = formatTable({
    title,
    columns: [
      { header: 'what' },
      { header: 'value', align: 'right' },
      { header: 'unit' },
      { header: 'ratio', align: 'right' },
      { header: 'against' },
      { header: 'samples', align: 'right' },
    ],
    rows: rows.map(({ what, value, unit, ratio, against, samples }) => [
      what,
      formatFigure(value),
      unit,
      ratio === undefined ? '' : `${formatFigure(ratio)} ×`,
      against ?? '',
      samples === undefined ? '' : String(samples),
    ]),
  });
  return [table, ...notes].join('\n');
}

/** Three significant digits, whole numbers whole, thousands apart: 0.0123, 1.85, 24.7, 1,523. */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}
