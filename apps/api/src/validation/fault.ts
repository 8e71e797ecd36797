/** What is wrong with the form of one field of a document. */
export type Fault =
  | { readonly kind: 'missing' | 'unknown'; readonly field: string }
  | { readonly kind: 'invalid'; readonly field: string; readonly must: string };

/** How some fields are called by people. */
const LABELS: Readonly<Record<string, string>> = { rto: 'RTO', rpo: 'RPO' };

export function issueText(fault: Fault): string {
  switch (fault.kind) {
    case 'missing':
      return `Missing required field: ${fault.field}`;
    case 'unknown':
      return `Unknown field: ${fault.field}`;
    case 'invalid':
      return `Invalid ${LABELS[fault.field] ?? fault.field} value: ${fault.must}`;
  }
}

/** `components` and `0` make `components[0]`; with `rto` that makes `components[0].rto`. */
export function joinPath(path: string, key: string | number): string {
  if (typeof key === 'number' || /^\d+$/.test(key)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}
