import { InvalidCursorError } from '#persistence/errors.js';

/** Where a page begins, as clients get it: opaque to them, and good for the list that it was made for. */
export function writeCursor(list: string, parts: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...parts])).toString('base64url');
}

/**
 * @param count how many parts a cursor of this list has.
 * @throws InvalidCursorError
 */
export function readCursor(cursor: string, list: string, count: number): readonly string[] {
  const [name, ...parts] = texts(cursor) ?? [];
  if (name !== list || parts.length !== count) throw new InvalidCursorError();
  return parts;
}

function texts(cursor: string): readonly string[] | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(read) && read.every((part) => typeof part === 'string') ? read : null;
  } catch {
    return null;
  }
}
