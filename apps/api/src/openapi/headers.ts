import type { Schema } from './model.js';
import { string } from './schema.js';

const header = (description: string, schema: Schema = string()) => ({ description, schema });

export const HEADERS: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>> = {
  ETag: header('Changes with every version of the plan and with what is shown beside it; send it as If-Match.'),
  'X-Request-Id': header("The request's id, taken over from the request when it has one; the log knows it."),
  'Retry-After': header('Seconds after which it is worth to ask again.', { type: 'string', pattern: '^\\d+$' }),
  'RateLimit-Policy': header('What the limit is: "name";q=requests;w=seconds.'),
  RateLimit: header('How much of it is left: "name";r=requests;t=seconds until there is more.'),
  'WWW-Authenticate': header('How to ask again (RFC 6750).'),
  'Idempotency-Replayed': header('true: an earlier answer to the same Idempotency-Key, given again.'),
  'Cache-Control': header('no-store: what is answered is only true now.'),
  Allow: header('The methods that are possible here.'),
};

export function headerReferences(names: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
