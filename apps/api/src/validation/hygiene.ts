import { joinPath, type Fault } from './fault.js';

const MAX_DEPTH = 32;
/** More than any document has; what comes after this check may take quadratic time in them. */
const MAX_ENTRIES = 1_000;
/** PostgreSQL can store neither: NUL in text at all, half a surrogate pair in jsonb. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
const RESERVED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

export interface Hygiene {
  readonly faults: readonly Fault[];
  /** False: the document must not be looked at any further. */
  readonly safe: boolean;
}

/**
 * Looks through a parsed JSON document for what no code after it should have to think of: nesting or lists without end, names
 * that mean something to JavaScript, characters that can not be stored, numbers that JSON can not write.
 */
export function checkHygiene(document: unknown): Hygiene {
  const faults: Fault[] = [];
  let safe = true;
  const visit = (value: unknown, path: string, depth: number): void => {
    if (typeof value === 'string' && UNSTORABLE.test(value)) {
      faults.push({ kind: 'invalid', field: path, must: 'must not contain NUL or half of a surrogate pair' });
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      faults.push({ kind: 'invalid', field: path, must: 'must be a finite number' });
    } else if (typeof value === 'object' && value !== null) {
      if (depth === MAX_DEPTH) {
        safe = false;
        faults.push({ kind: 'invalid', field: path, must: `must not be nested deeper than ${MAX_DEPTH} levels` });
        return;
      }
      visitChildren(value, path, depth);
    }
  };
  const visitChildren = (value: object, path: string, depth: number): void => {
    if (Object.keys(value).length > MAX_ENTRIES) {
      safe = false;
      faults.push({ kind: 'invalid', field: path, must: `must not have more than ${MAX_ENTRIES} entries` });
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, joinPath(path, index), depth + 1));
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const field = joinPath(path, key);
      if (RESERVED.has(key) || UNSTORABLE.test(key)) {
        safe = false;
        faults.push({ kind: 'unknown', field });
      } else {
        visit(item, field, depth + 1);
      }
    }
  };
  visit(document, '', 0);
  return { faults, safe };
}
