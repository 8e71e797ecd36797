import { InvalidIdempotencyKeyError } from './errors.js';

const MAX_LENGTH = 255;
const PRINTABLE = /^[\x20-\x7e]+$/;
/** The draft's form, a string of RFC 9651: in quotes, with \" and \\ inside. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/**
 * The key of draft-ietf-httpapi-idempotency-key-header: quoted, as the draft has it, or bare, as most clients send it.
 * Both forms of one key are the same key.
 * @param values every Idempotency-Key header of the request
 * @throws InvalidIdempotencyKeyError
 */
export function idempotencyKeyOf(values: readonly string[] | undefined): string | null {
  const [value, ...further] = values ?? [];
  if (value === undefined) return null;
  if (further.length > 0) throw new InvalidIdempotencyKeyError('Must be given once');
  const key = unquoted(value.trim());
  if (key === '') throw new InvalidIdempotencyKeyError('Must not be empty');
  if (key.length > MAX_LENGTH) throw new InvalidIdempotencyKeyError(`Must have at most ${MAX_LENGTH} characters`);
  if (!PRINTABLE.test(key)) throw new InvalidIdempotencyKeyError('Must be printable ASCII');
  return key;
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  const [, content] = QUOTED.exec(value) ?? [];
  if (content === undefined) throw new InvalidIdempotencyKeyError('Must end with the quote that it begins with');
  return content.replaceAll(/\\(["\\])/g, '$1');
}
