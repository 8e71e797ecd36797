import { readFile, writeFile } from 'node:fs/promises';
import { formatTable } from '../../../lab/terminal/table.js';
import { byKind, type CellResult } from './cells.js';
import type { RandomKills } from './random-kills.js';

export interface Report {
  readonly results: readonly CellResult[];
  /** Null when none were asked for. */
  readonly random: RandomKills | null;
}

const BEGIN = '<!-- crash matrix: written by npm run test:crash -- --write -->';
const END = '<!-- end of crash matrix -->';

const HEADERS = ['what is done', 'cells', 'passed'] as const;

function rows(results: readonly CellResult[]): readonly (readonly string[])[] {
  const kinds = [...byKind(results, ({ cell }) => cell.kind)];
  const count = (of: readonly CellResult[]): string[] => [
    String(of.length),
    String(of.filter(({ faults }) => faults.length === 0).length),
  ];
  return [...kinds.map(([kind, ofKind]) => [kind, ...count(ofKind)]), ['all', ...count(results)]];
}

function randomLine({ seed, kills, executions, faults }: RandomKills): string {
  const count = (kind: string): number => faults.filter((fault) => fault.kind === kind).length;
  return (
    `${kills} kills at random times (seed ${seed}) in ${executions} executions: ${count('lost')} lost, ` +
    `${count('duplicated')} duplicated, ${count('stuck')} stuck, ${count('history')} invalid journals.`
  );
}

export function isClean({ results, random }: Report): boolean {
  return results.every(({ faults }) => faults.length === 0) && (random?.faults.length ?? 0) === 0;
}

/** For a terminal. */
export function reportText({ results, random }: Report): string {
  const [first, ...others] = HEADERS;
  const columns = [{ header: first }, ...others.map((header) => ({ header, align: 'right' as const }))];
  const lines = results.length > 0 ? [formatTable({ columns, rows: rows(results) })] : [];
  for (const { cell, faults } of results) {
    for (const { kind, text } of faults) lines.push(`FAILED ${cell.kind} | ${cell.where}: ${kind}: ${text}`);
  }
  if (random) lines.push(randomLine(random));
  for (const { executionId, kind, text } of random?.faults ?? []) lines.push(`FAILED ${executionId}: ${kind}: ${text}`);
  return lines.join('\n');
}

/** Puts the figures between the markers of a document. */
export async function writeReport(file: string, { results, random }: Report): Promise<void> {
  const document = await readFile(file, 'utf8');
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no place for the matrix`);
  const table = rows(results);
  const widths = HEADERS.map((header, column) => Math.max(header.length, ...table.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const text = [line(HEADERS), rule, ...table.map(line), '', ...(random ? [randomLine(random)] : [])].join('\n');
  await writeFile(file, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}
