import { displayWidth } from './text.js';

export interface Column {
  readonly header: string;
  /** Numbers read best on the right. */
  readonly align?: 'left' | 'right';
}

export interface Table {
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

const GAP = '  ';

/** A table as text: title, header, rule, rows; each column as wide as its widest cell. */
export function formatTable({ title, columns, rows }: Table): string {
  const widths = columns.map(({ header }, index) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[index] ?? '')), displayWidth(header)),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align ?? 'left'))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  const head = title === undefined ? [] : [title];
  return [...head, line(columns.map(({ header }) => header)), rule, ...rows.map(line)].join('\n');
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? space + text : text + space;
}
